package org.albatross.json;

import org.albatross.model.Data;

/** The pieces of streams. */
final class DataJson {
    static final Data.Handler<Json> FORM = new Data.Handler<>() {
        @Override
        public Json console(Data.Console data) {
            return ModelJson.tagged(
                    "console_data",
                    Json.object()
                            .put("timestamp", ModelJson.time(data.time()))
                            .put("line", Json.of(data.line()))
                            .build());
        }

        @Override
        public Json block(Data.Block data) {
            return ModelJson.tagged("block_data", Json.optional(data.content(), Json::hex));
        }

        @Override
        public Json event(Data.Event data) {
            return ModelJson.tagged(
                    "event",
                    Json.object()
                            .put("sequence", Json.of(data.sequence()))
                            .put("timestamp", ModelJson.time(data.time()))
                            .put("event", Json.of(data.event()))
                            .build());
        }

        @Override
        public Json stats(Data.Stats data) {
            return ModelJson.tagged(
                    "stats_data",
                    Json.object()
                            .put("rusage", usage(data.usage()))
                            .put("kinfo_mem", Json.optional(data.memory(), DataJson::memory))
                            .put(
                                    "vmm",
                                    Json.optional(
                                            data.hypervisor(), counters -> Json.array(counters, DataJson::counter)))
                            .put("ifdata", Json.array(data.interfaces(), DataJson::device))
                            .build());
        }
    };

    private DataJson() {}

    private static Json time(Data.TimeValue time) {
        return Json.object()
                .put("sec", ModelJson.int64(time.seconds()))
                .put("usec", Json.of(time.microseconds()))
                .build();
    }

    private static Json usage(Data.Usage usage) {
        return Json.object()
                .put("utime", time(usage.utime()))
                .put("stime", time(usage.stime()))
                .put("maxrss", ModelJson.int64(usage.maxrss()))
                .put("ixrss", ModelJson.int64(usage.ixrss()))
                .put("idrss", ModelJson.int64(usage.idrss()))
                .put("isrss", ModelJson.int64(usage.isrss()))
                .put("minflt", ModelJson.int64(usage.minflt()))
                .put("majflt", ModelJson.int64(usage.majflt()))
                .put("nswap", ModelJson.int64(usage.nswap()))
                .put("inblock", ModelJson.int64(usage.inblock()))
                .put("outblock", ModelJson.int64(usage.outblock()))
                .put("msgsnd", ModelJson.int64(usage.msgsnd()))
                .put("msgrcv", ModelJson.int64(usage.msgrcv()))
                .put("nsignals", ModelJson.int64(usage.nsignals()))
                .put("nvcsw", ModelJson.int64(usage.nvcsw()))
                .put("nivcsw", ModelJson.int64(usage.nivcsw()))
                .build();
    }

    private static Json memory(Data.Memory memory) {
        return Json.object()
                .put("vsize", ModelJson.int64(memory.vsize()))
                .put("rss", ModelJson.int64(memory.rss()))
                .put("tsize", ModelJson.int64(memory.tsize()))
                .put("dsize", ModelJson.int64(memory.dsize()))
                .put("ssize", ModelJson.int64(memory.ssize()))
                .put("runtime", ModelJson.int64(memory.runtime()))
                .put("cow", Json.of(memory.cow()))
                .put("start", time(memory.start()))
                .build();
    }

    private static Json counter(Data.Counter counter) {
        return Json.object()
                .put("key", Json.of(counter.key()))
                .put("value", ModelJson.int64(counter.value()))
                .build();
    }

    private static Json device(Data.Interface device) {
        return Json.object()
                .put("bridge", Json.of(device.netDevice()))
                .put("flags", Json.of(device.flags()))
                .put("send_length", Json.of(device.sendLength()))
                .put("max_send_length", Json.of(device.maxSendLength()))
                .put("send_drops", Json.of(device.sendDrops()))
                .put("mtu", Json.of(device.mtu()))
                .put("baudrate", ModelJson.int64(device.baudrate()))
                .put("input_packets", ModelJson.int64(device.inputPackets()))
                .put("input_errors", ModelJson.int64(device.inputErrors()))
                .put("output_packets", ModelJson.int64(device.outputPackets()))
                .put("output_errors", ModelJson.int64(device.outputErrors()))
                .put("collisions", ModelJson.int64(device.collisions()))
                .put("input_bytes", ModelJson.int64(device.inputBytes()))
                .put("output_bytes", ModelJson.int64(device.outputBytes()))
                .put("input_mcast", ModelJson.int64(device.inputMcast()))
                .put("output_mcast", ModelJson.int64(device.outputMcast()))
                .put("input_dropped", ModelJson.int64(device.inputDropped()))
                .put("output_dropped", ModelJson.int64(device.outputDropped()))
                .build();
    }
}
