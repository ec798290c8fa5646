package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A copy of the installable tree whose platform has fewer bundles. */
final class SmallerTree {
    private static final String FEATURE = "lib/current/features/albatross.json";
    private static final String PROPERTIES = "\"framework-properties\": {";

    private SmallerTree() {}

    /**
     * Copies the tree to {@code copy}, without those bundles in whose line of the feature file one of {@code left} stands.
     *
     * @param sockets what the platform listens on then, with commas between them
     * @return the copy's {@code bin/albatrossd}
     */
    static Path copy(Path tree, Path copy, List<String> left, String sockets) throws IOException, InterruptedException {
        Programs.run("cp", "-RP", tree.toString(), copy.toString());
        Path feature = copy.resolve(FEATURE);
        List<String> lines = Files.readAllLines(feature);
        String fewer = lines.stream()
                .filter(line -> left.stream().noneMatch(line::contains))
                .collect(Collectors.joining("\n"));
        Files.writeString(
                feature,
                fewer.replace(PROPERTIES, PROPERTIES + "\n    \"albatross.sockets\": \"" + sockets + "\",") + "\n");
        return copy.resolve("bin/albatrossd");
    }
}
