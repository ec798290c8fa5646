package org.albatross.jmx.internal;

import java.util.List;
import java.util.Optional;
import org.albatross.jmx.internal.SupervisorMXBean.BlockDeviceRow;
import org.albatross.jmx.internal.SupervisorMXBean.PolicyRow;
import org.albatross.jmx.internal.SupervisorMXBean.UnikernelRow;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.UnikernelCommand;

/** What the MBean of one object tells and does: it holds the object's name, and looks up the rest. */
final class NamedObjects {
    private NamedObjects() {}

    private static String change(Commands commands, Inventory inventory, Name name, Command command) {
        String said = commands.change(name, command);
        inventory.forget();
        return said;
    }

    /** A unikernel. */
    record Unikernel(Commands commands, Inventory inventory, Name name) implements UnikernelMXBean {
        private UnikernelRow row() {
            return Inventory.row(inventory.unikernels(), "unikernel", name);
        }

        private String change(Command command) {
            return NamedObjects.change(commands, inventory, name, command);
        }

        @Override
        public String getFullName() {
            return name.toString();
        }

        @Override
        public String getState() {
            return row().state();
        }

        @Override
        public long getRunId() {
            return row().runId();
        }

        @Override
        public long getRestarts() {
            return row().restarts();
        }

        @Override
        public String getReason() {
            return row().reason();
        }

        @Override
        public String getLastExit() {
            return row().lastExit();
        }

        @Override
        public String getSince() {
            return row().since();
        }

        @Override
        public long getMemoryMb() {
            return row().memoryMb();
        }

        @Override
        public List<Long> getCpus() {
            return row().cpus();
        }

        @Override
        public String getImage() {
            return row().image();
        }

        @Override
        public List<String> listConsole(int lines) {
            return ConsoleLines.last(commands, name, lines);
        }

        @Override
        public String restart() {
            return change(new UnikernelCommand.Restart(Optional.empty()));
        }

        @Override
        public String start() {
            return change(new LifecycleCommand.Start());
        }

        @Override
        public String stop() {
            return change(new LifecycleCommand.Stop());
        }

        @Override
        public String destroy() {
            return change(new UnikernelCommand.Destroy());
        }
    }

    /** A policy, by the name that its path is. */
    record Policy(Commands commands, Inventory inventory, Name name) implements PolicyMXBean {
        private PolicyRow row() {
            return Inventory.row(inventory.policies(), "policy", name);
        }

        @Override
        public String getPath() {
            return name.path().toString();
        }

        @Override
        public long getUnikernels() {
            return row().unikernels();
        }

        @Override
        public long getMemoryMb() {
            return row().memoryMb();
        }

        @Override
        public List<Long> getCpus() {
            return row().cpus();
        }

        @Override
        public long getBlockMb() {
            return row().blockMb();
        }

        @Override
        public List<String> getBridges() {
            return row().bridges();
        }

        @Override
        public String replace(long unikernelsAllowed, long memoryMb, String cpus, long blockMb, String bridges) {
            return change(
                    commands,
                    inventory,
                    name,
                    new PolicyCommand.Add(PolicyText.read(unikernelsAllowed, memoryMb, cpus, blockMb, bridges)));
        }

        @Override
        public String remove() {
            return change(commands, inventory, name, new PolicyCommand.Remove());
        }
    }

    /** A block device. */
    record BlockDevice(Commands commands, Inventory inventory, Name name) implements BlockDeviceMXBean {
        private BlockDeviceRow row() {
            return Inventory.row(inventory.blockDevices(), "block device", name);
        }

        @Override
        public String getFullName() {
            return name.toString();
        }

        @Override
        public long getSizeMb() {
            return row().sizeMb();
        }

        @Override
        public boolean isUsed() {
            return row().used();
        }

        @Override
        public String destroy() {
            return change(commands, inventory, name, new BlockCommand.Remove());
        }
    }

    /** What a unikernel prints. */
    record Console(Commands commands, Inventory inventory, Name name) implements ConsoleMXBean {
        @Override
        public String getFullName() {
            return name.toString();
        }

        @Override
        public boolean isActive() {
            return Inventory.row(inventory.consoles(), "console", name);
        }

        @Override
        public List<String> listLines(int lines) {
            return ConsoleLines.last(commands, name, lines);
        }
    }
}
