package org.albatross.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Release own;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Releases releases;

    @BeforeEach
    void makeInstallation() throws IOException {
        Path tree = folder.toRealPath();
        own = new Release(tree.resolve("lib/releases/1"));
        for (String part : List.of("bundles", "features", "launcher", "libexec")) {
            Files.createDirectories(own.directory().resolve(part));
        }
        Files.createSymbolicLink(tree.resolve("lib/current"), Path.of("releases/1"));
        Files.writeString(
                own.featureFile(),
                """
                {"framework-properties": {}, "bundles": [
                  {"id": "g:one:1.0", "start-order": 2}, {"id": "g:two:1.0-SNAPSHOT", "start-order": 3}]}
                """);
        bundle(own.bundles().resolve("g.one-1.0.jar"), "org.one", "1.0");
        bundle(own.bundles().resolve("g.two-1.0-SNAPSHOT.jar"), "org.two", "1.0.0.SNAPSHOT");
        Files.writeString(own.directory().resolve("digest"), "ab12\n");
        releases = new Releases(tree.resolve("state"), tree.resolve("lib/current"), new Properties());
    }

    private static Path bundle(Path file, String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name + ";singleton:=true");
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(new ZipEntry("file"));
        }
        return file;
    }

    private Release write(String version) throws IOException {
        Path jar = bundle(folder.resolve("new.jar"), "org.two", version);
        return releases.write(new UpgradeSource.Jar(jar), own);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("state/releases"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void putsAJarInThePlaceOfTheOneOfItsName() throws IOException {
        Release written = write("1.1.0");

        assertThat(written.directory()).endsWith(Path.of("state/releases/1"));
        assertThat(written.feature(new Properties()).bundles())
                .containsExactly(new FeatureFile.Entry("g:one:1.0", 2), new FeatureFile.Entry("g:two:1.1.0", 3));
        assertThat(written.bundles()).isDirectoryNotContaining("glob:**SNAPSHOT*");
        assertThat(BundleContents.Facts.of(written.bundles().resolve("g.two-1.1.0.jar"))
                        .name())
                .isEqualTo("org.two");
        assertThat(written.directory().resolve("base")).hasContent(own.directory() + " ab12");
    }

    @Test
    void leavesNothingOfWhatCannotBeWritten() throws IOException {
        Path jar = bundle(folder.resolve("new.jar"), "org.three", "1");

        assertThatIOException()
                .isThrownBy(() -> releases.write(new UpgradeSource.Jar(jar), own))
                .withMessageContaining("no bundle of the platform is called org.three");
        assertThat(names()).isEmpty();
    }

    @Test
    void startsOneUntilItsOwnIsToStartAgain() throws IOException {
        Release written = write("1.1.0");
        releases.start(written);
        assertThat(folder.resolve("state/releases/current").toRealPath()).isEqualTo(written.directory());

        releases.start(releases.own());
        assertThat(folder.resolve("state/releases/current")).doesNotExist();
    }

    @Test
    void keepsTheLatestTwoAndWhatRunsOrStarts() throws IOException {
        Release first = write("1.1.0");
        releases.start(first);
        Release second = write("1.2.0");
        for (String version : List.of("1.3.0", "1.4.0", "1.5.0")) {
            write(version);
        }
        Files.createDirectory(folder.resolve("state/releases/9~"));

        releases.removeOld(List.of(second));

        assertThat(names()).containsExactly("1", "2", "4", "5", "current");
    }

    @Test
    void keepsTheProgramsOfAnInstallationThatIsRemoved() throws IOException {
        Path program = Files.writeString(own.directory().resolve("libexec/albatross-run"), "one");
        Release upgrade = write("1.1.0");
        releases.useProgramsOf(own);

        FileTree.delete(own.directory());

        Path link = folder.resolve("state/releases/libexec");
        assertThat(link.resolve(program.getFileName())).hasContent("one");
        assertThat(names()).containsExactly("1", "libexec", "programs-ab12");
        Path before = releases.programs();
        releases.useProgramsOf(upgrade);
        assertThat(link.toRealPath()).isEqualTo(upgrade.directory().resolve("libexec"));
        releases.usePrograms(before);
        assertThat(link.resolve(program.getFileName())).hasContent("one");
    }

    @Test
    void copiesProgramsAnewThatAreOthersThanTheirName() throws IOException {
        Path program = Files.writeString(own.directory().resolve("libexec/albatross-run"), "one");
        write("1.1.0");
        Path torn = Files.createDirectories(folder.resolve("state/releases/programs-ab12/libexec"));
        Files.writeString(torn.resolve(program.getFileName()), "");

        releases.useProgramsOf(own);

        assertThat(torn.resolve(program.getFileName())).hasContent("one");
    }

    @Test
    void removesProgramsThatAreNotUsed() throws IOException {
        Files.writeString(own.directory().resolve("libexec/albatross-run"), "one");
        Release upgrade = write("1.1.0");
        releases.useProgramsOf(own);
        Files.writeString(own.directory().resolve("digest"), "cd34\n");
        releases.useProgramsOf(own);

        releases.removeOld(List.of());
        assertThat(names()).containsExactly("1", "libexec", "programs-cd34");

        releases.useProgramsOf(upgrade);
        releases.removeOld(List.of());
        assertThat(names()).containsExactly("1", "libexec");
    }

    @Test
    void knowsAJarByItsEntriesHoweverTheyArePacked() throws IOException {
        Path jar = own.bundles().resolve("g.one-1.0.jar");
        Path packed = folder.resolve("packed.jar");
        try (java.util.jar.JarFile open = new java.util.jar.JarFile(jar.toFile())) {
            BundleContents.of(open).writeTo(packed);
        }

        assertThat(packed).isRegularFile();
        assertThat(Files.mismatch(jar, packed)).isNotNegative();
        assertThat(BundleContents.mayHoldTheSame(packed, jar)).isTrue();
        assertThat(BundleContents.digestOf(packed)).isEqualTo(BundleContents.digestOf(jar));
        assertThat(BundleContents.digestOf(own.bundles().resolve("g.two-1.0-SNAPSHOT.jar")))
                .isNotEqualTo(BundleContents.digestOf(jar));
    }
}
