package org.albatross.itests;

import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

/** How a JMX client hands images over to a platform, and creates unikernels of them. */
final class JmxImages {
    private static final int PIECE = 1 << 20;
    private static final String TEXT = String.class.getName();

    private JmxImages() {}

    private static ObjectName supervisor() throws Exception {
        return new ObjectName("org.albatross:type=Supervisor");
    }

    /** Hands an image over in pieces, and returns its digest. */
    static String stage(MBeanServerConnection platform, Path image) throws Exception {
        String said = "";
        try (InputStream in = Files.newInputStream(image)) {
            long offset = 0;
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                Object[] arguments = {"image", offset, piece};
                String[] types = {TEXT, "long", "[B"};
                said = platform.invoke(supervisor(), "stage", arguments, types).toString();
                offset += piece.length;
            }
        }
        return said.substring(said.lastIndexOf(' ') + 1);
    }

    /** Creates a unikernel, and returns what the platform says. */
    static String create(MBeanServerConnection platform, String name, String digest) throws Exception {
        Object[] arguments = {name, digest, "--mem=2"};
        return platform.invoke(supervisor(), "create", arguments, new String[] {TEXT, TEXT, TEXT})
                .toString();
    }

    /** Makes a file of zeros, which takes no room. */
    static Path sparse(Path file, long length) throws Exception {
        try (RandomAccessFile zeros = new RandomAccessFile(file.toFile(), "rw")) {
            zeros.setLength(length);
        }
        return file;
    }
}
