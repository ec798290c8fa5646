package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** {@code packaging/debian/copyright} names whose every class is that is in a jar of the installable tree, and its licence. */
class CopyrightTest {
    private static final Path FILE =
            Path.of("../packaging/debian/copyright").toAbsolutePath().normalize();

    private static final Pattern FIELD = Pattern.compile("(?m)^(Files|License): (.+)$");
    private static final Pattern OF_A_JAVA = Pattern.compile("^META-INF/versions/[0-9]+/");
    private static final String OURS = "org/albatross/";

    /** What a paragraph says of: classes of others below these folders, and their licences. */
    private record Paragraph(List<String> folders, List<String> licences) {}

    private static List<String> paragraphs() throws IOException {
        return List.of(Files.readString(FILE).split("\n\n"));
    }

    private static Map<String, String> fields(String paragraph) {
        Map<String, String> fields = new TreeMap<>();
        Matcher field = FIELD.matcher(paragraph);
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        return fields;
    }

    private static List<Paragraph> ofOthers() throws IOException {
        List<Paragraph> all = new ArrayList<>();
        for (String text : paragraphs()) {
            Map<String, String> fields = fields(text);
            if (fields.containsKey("Files") && !"*".equals(fields.get("Files"))) {
                assertThat(text).contains("\nCopyright: ");
                all.add(new Paragraph(
                        Arrays.stream(fields.getOrDefault("Files", "").split(" "))
                                .map(pattern -> pattern.substring(0, pattern.length() - 1))
                                .toList(),
                        List.of(fields.getOrDefault("License", "").split(" and "))));
            }
        }
        return all;
    }

    /** Adds the folders of classes that others have written, of a jar and of those in it. */
    private static void collect(InputStream jar, SortedSet<String> folders) throws IOException {
        ZipInputStream entries = new ZipInputStream(jar);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            String name = OF_A_JAVA.matcher(entry.getName()).replaceFirst("");
            if (name.endsWith(".jar")) {
                collect(entries, folders);
            } else if (name.endsWith(".class") && name.contains("/") && !name.startsWith(OURS)) {
                folders.add(name.substring(0, name.lastIndexOf('/') + 1));
            }
        }
    }

    private static SortedSet<String> foldersOfOthers() throws IOException {
        SortedSet<String> folders = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Tree.release())) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (InputStream in = Files.newInputStream(jar)) {
                    collect(in, folders);
                }
            }
        }
        return folders;
    }

    @Test
    void namesWhoseEveryClassIs() throws IOException {
        List<String> named =
                ofOthers().stream().flatMap(one -> one.folders().stream()).toList();
        SortedSet<String> present = foldersOfOthers();
        assertThat(present).hasSizeGreaterThan(50);
        assertThat(present).as("folders of classes that no paragraph names").allMatch(folder -> named.stream()
                .anyMatch(folder::startsWith));
        assertThat(named).as("folders that are named and in no jar").allMatch(folder -> present.stream()
                .anyMatch(one -> one.startsWith(folder)));
    }

    @Test
    void hasTheTextOfEachLicenceAndOfNoOther() throws IOException {
        SortedSet<String> texts = new TreeSet<>();
        for (String text : paragraphs()) {
            Map<String, String> fields = fields(text);
            if (!fields.containsKey("Files") && fields.containsKey("License")) {
                assertThat(text.lines()).as(text).hasSizeGreaterThan(1);
                texts.add(fields.getOrDefault("License", ""));
            }
        }
        SortedSet<String> used = new TreeSet<>();
        ofOthers().forEach(one -> used.addAll(one.licences()));
        assertThat(texts).isEqualTo(used);
    }
}
