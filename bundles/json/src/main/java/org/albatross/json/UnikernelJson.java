package org.albatross.json;

import org.albatross.model.Arguments;
import org.albatross.model.BlockDevice;
import org.albatross.model.FailBehaviour;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;

/** Unikernels and policies. */
final class UnikernelJson {
    private UnikernelJson() {}

    static Json config(UnikernelConfig config) {
        Json.Members members = Json.object().put("typ", type(config.type()));
        ModelJson.image(members, config.compressed(), "image", config.image());
        return arguments(members, config.arguments());
    }

    static Json arguments(Arguments arguments) {
        return arguments(Json.object(), arguments);
    }

    private static Json arguments(Json.Members members, Arguments arguments) {
        return members.put("fail_behaviour", failBehaviour(arguments.failBehaviour()))
                .put("startup", Json.optional(arguments.startup(), Json::of))
                .put("add_name", Json.of(arguments.addName()))
                .put("cpuids", Json.array(arguments.cpuids(), cpu -> Json.of(cpu.number())))
                .put("memory", Json.of(arguments.memory().count()))
                .put("block_devices", Json.array(arguments.blockDevices(), UnikernelJson::block))
                .put("bridges", Json.array(arguments.netDevices(), UnikernelJson::net))
                .put("argv", Json.optional(arguments.argv(), argv -> Json.array(argv, Json::of)))
                .put("numcpus", Json.of(arguments.cpus()))
                .put("linux_boot_partition", Json.optional(arguments.linuxBootPartition(), Json::of))
                .build();
    }

    static Json info(UnikernelInfo info) {
        return Json.object()
                .put("typ", type(info.type()))
                .put("fail_behaviour", failBehaviour(info.failBehaviour()))
                .put("startup", Json.optional(info.startup(), Json::of))
                .put("cpuids", Json.array(info.cpuids(), cpu -> Json.of(cpu.number())))
                .put("memory", Json.of(info.memory().count()))
                .put("block_devices", Json.array(info.blockDevices(), UnikernelJson::block))
                .put("bridges", Json.array(info.netDevices(), UnikernelJson::net))
                .put("argv", Json.optional(info.argv(), argv -> Json.array(argv, Json::of)))
                .put("digest", digest(info))
                .put("started", Json.optional(info.started(), ModelJson::time))
                .put("numcpus", Json.of(info.cpus()))
                .put("linux_boot_partition", Json.optional(info.linuxBootPartition(), Json::of))
                .build();
    }

    private static Json digest(UnikernelInfo info) {
        return info.type() == UnikernelType.BHYVE ? Json.of(Text.of(info.digest())) : Json.hex(info.digest());
    }

    static Json status(UnikernelStatus status) {
        return Json.object()
                .put("state", Json.of(status.state()))
                .put("run_id", Json.of(status.runId()))
                .put("restarts", Json.of(status.restarts()))
                .put("reason", Json.optional(status.reason(), Json::of))
                .put("last_exit", Json.optional(status.lastExit(), Json::of))
                .put("since", Json.optional(status.since(), ModelJson::time))
                .put("next_try", Json.optional(status.nextTry(), ModelJson::time))
                .put("add_name", Json.optional(status.addName(), Json::of))
                .put("info", Json.optional(status.info(), UnikernelJson::info))
                .build();
    }

    static Json policy(Policy policy) {
        return Json.object()
                .put("cpuids", Json.array(policy.cpuids(), cpu -> Json.of(cpu.number())))
                .put("unikernels", Json.of(policy.unikernels()))
                .put("memory", Json.of(policy.memory().count()))
                .put("block", Json.optional(policy.block(), size -> Json.of(size.count())))
                .put("bridges", Json.array(policy.bridges(), Json::of))
                .build();
    }

    private static Json type(UnikernelType type) {
        return Json.of(
                switch (type) {
                    case SOLO5 -> "solo5";
                    case BHYVE -> "bhyve";
                });
    }

    private static Json failBehaviour(FailBehaviour behaviour) {
        if (behaviour instanceof FailBehaviour.Restart restart) {
            return ModelJson.tagged(
                    "restart", restart.codes().isEmpty() ? Json.absent() : Json.array(restart.codes(), Json::of));
        }
        return Json.of("quit");
    }

    private static Json block(BlockDevice device) {
        return Json.object()
                .put("name", Json.of(device.name()))
                .put("device", Json.optional(device.device(), Json::of))
                .put("sector_size", Json.optional(device.sectorSize(), Json::of))
                .build();
    }

    private static Json net(NetDevice device) {
        return Json.object()
                .put("name", Json.of(device.name()))
                .put("bridge", Json.optional(device.bridge(), Json::of))
                .put("mac", Json.optional(device.mac(), mac -> Json.of(mac.toString())))
                .build();
    }

    private static Json block(UnikernelInfo.Block block) {
        return Json.object()
                .put("unikernel_device", Json.of(block.unikernelDevice()))
                .put("host_device", Json.of(block.hostDevice()))
                .put("sector_size", Json.of(block.sectorSize()))
                .put("size", Json.of(block.size().count()))
                .build();
    }

    private static Json net(UnikernelInfo.Net net) {
        return Json.object()
                .put("unikernel_device", Json.of(net.unikernelDevice()))
                .put("host_device", Json.of(net.hostDevice()))
                .put("mac", Json.of(net.mac().toString()))
                .build();
    }
}
