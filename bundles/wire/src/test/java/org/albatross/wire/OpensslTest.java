package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written, as an independent decoder of DER reads it. */
class OpensslTest {
    private static final int MESSAGES = 300;
    private static final Pattern LINE =
            Pattern.compile("\\s*([0-9]+):d=([0-9]+)\\s+hl=([0-9]+)\\s+l=\\s*([0-9]+)\\s+(cons|prim):");

    /** One element as openssl lists it. */
    private record Element(int offset, int depth, int header, int length, boolean constructed) {
        int end() {
            return offset + header + length;
        }
    }

    @Test
    void isWellFormedForOpenssl(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "openssl"))));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        List<Integer> starts = new ArrayList<>();
        RandomMessages random = new RandomMessages(new SplittableRandom(1));
        for (int i = 0; i < MESSAGES; i++) {
            starts.add(messages.size());
            WireEncoder.message(random.message()).writeTo(messages, BlobSource.NONE);
        }

        List<Element> elements = parse(Files.write(folder.resolve("messages.der"), messages.toByteArray()));

        assertThat(elements.stream().filter(element -> element.depth == 0).map(Element::offset))
                .isEqualTo(starts);
        assertThat(elements.get(0).offset).isZero();
        for (int i = 1; i < elements.size(); i++) {
            Element before = elements.get(i - 1);
            Element element = elements.get(i);
            boolean goesIn = before.constructed && before.length > 0;
            assertThat(element.offset).isEqualTo(goesIn ? before.offset + before.header : before.end());
            assertThat(element.depth).isLessThanOrEqualTo(before.depth + (goesIn ? 1 : 0));
        }
        assertThat(elements.get(elements.size() - 1).end()).isEqualTo(messages.size());
    }

    private static List<Element> parse(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("openssl", "asn1parse", "-inform", "DER", "-in", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines()
                .map(LINE::matcher)
                .filter(Matcher::lookingAt)
                .map(line -> new Element(
                        Integer.parseInt(line.group(1)),
                        Integer.parseInt(line.group(2)),
                        Integer.parseInt(line.group(3)),
                        Integer.parseInt(line.group(4)),
                        line.group(5).equals("cons")))
                .toList();
    }
}
