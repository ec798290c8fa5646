package org.albatross.jmx.internal.connector;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.rmi.server.ObjID;
import java.rmi.server.UID;

/** What RMI's distributed garbage collector is sent by who says to hold a reference, by a JVM whose name is as long as one likes. */
final class DirtyCall {
    private static final byte[] PROTOCOL = {'J', 'R', 'M', 'I', 0, 2, 0x4c};
    private static final byte CALL = 0x50;
    private static final long HASH = -669196253586618813L;
    private static final int DIRTY = 1;
    private static final long MILLIS = 600_000;

    private DirtyCall() {}

    /** Of the form of {@code java.rmi.dgc.VMID}. */
    @SuppressWarnings("UnusedVariable") // they are serialized
    private static final class Vmid implements Serializable {
        private static final long serialVersionUID = -538642295484486218L;
        private final byte[] addr;
        private final UID uid = new UID();

        Vmid(int length) {
            addr = new byte[length];
        }
    }

    /** Of the form of {@code java.rmi.dgc.Lease}. */
    @SuppressWarnings("UnusedVariable") // they are serialized
    private static final class Lease implements Serializable {
        private static final long serialVersionUID = -5713411624328831948L;
        private final long value = MILLIS;
        private final Vmid vmid;

        Lease(Vmid vmid) {
            this.vmid = vmid;
        }
    }

    /** As RMI writes objects: with the place of each class behind it. */
    private static final class Marshalling extends ObjectOutputStream {
        Marshalling(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) throws IOException {
            writeObject(null);
        }
    }

    /**
     * Returns a connection's first bytes with such a call.
     *
     * @param length how many bytes the JVM's name has
     */
    static byte[] of(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(PROTOCOL);
        bytes.write(CALL);
        ByteArrayOutputStream call = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new Marshalling(call)) {
            new ObjID(ObjID.DGC_ID).write(out);
            out.writeInt(DIRTY);
            out.writeLong(HASH);
            out.writeObject(new ObjID[] {new ObjID(ObjID.REGISTRY_ID)});
            out.writeLong(1);
            out.writeObject(new Lease(new Vmid(length)));
        }
        byte[] written = call.toByteArray();
        written = replaced(written, Vmid.class.getName(), "java.rmi.dgc.VMID");
        written = replaced(written, Lease.class.getName(), "java.rmi.dgc.Lease");
        String type = "L" + Vmid.class.getName().replace('.', '/') + ";";
        bytes.write(replaced(written, type, "Ljava/rmi/dgc/VMID;"));
        return bytes.toByteArray();
    }

    /** Puts a text in the place of another one wherever it stands, with its length in front. */
    private static byte[] replaced(byte[] bytes, String from, String to) throws IOException {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        return all.replace(utf(from), utf(to)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String utf(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeUTF(text);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
