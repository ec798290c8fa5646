package org.albatross.local.internal;

import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;

/** Commands and answers that tests use. */
final class Asking {
    static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    static final Command ADD_POLICY =
            new PolicyCommand.Add(new Policy(CpuId.setOf(0), 1, new Megabytes(32), Optional.empty(), new TreeSet<>()));
    static final Reply DONE = new Reply.Done("done");

    private Asking() {}

    /** A command whose message is as long as its data, and a little longer. */
    static Command holding(byte[] data) {
        return new BlockCommand.SetOld(false, Blob.of(Bytes.of(data)));
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
