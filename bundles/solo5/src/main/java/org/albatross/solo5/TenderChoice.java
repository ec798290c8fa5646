package org.albatross.solo5;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Which tender runs an image; reports once when it is the evaluation tender. For any thread. */
public final class TenderChoice {
    private final TenderSearch search;
    private final boolean fullName;
    private final BiConsumer<Abi, Tender> evaluation;
    private final Set<Path> reported = ConcurrentHashMap.newKeySet();

    /**
     * Chooses by a search.
     *
     * @param fullName whether {@code --name=} carries the written name, and not the label alone
     * @param evaluation is told of each evaluation tender, the first time that it is chosen
     */
    public TenderChoice(TenderSearch search, boolean fullName, BiConsumer<Abi, Tender> evaluation) {
        this.search = search;
        this.fullName = fullName;
        this.evaluation = evaluation;
    }

    /** Tells whether {@code --name=} carries the written name, and not the label alone. */
    public boolean fullName() {
        return fullName;
    }

    /** Reads what an image says about itself. */
    public Solo5Image read(Path image) throws IOException, InvalidImageException {
        try (SeekableByteChannel channel = Files.newByteChannel(image)) {
            return Solo5Image.read(channel);
        }
    }

    /** Returns the tender for an image. */
    public Tender find(Solo5Image image) throws NoTenderException {
        Tender tender = search.find(image.abi());
        if (tender.evaluation()) {
            requireJars(tender.program());
        }
        if (tender.evaluation() && reported.add(tender.program())) {
            evaluation.accept(image.abi(), tender);
        }
        return tender;
    }

    /**
     * The answer of the evaluation tender is remembered, and its program, a script, may outlive what it runs: it finds that
     * beside the release to which a link may lead.
     */
    private static void requireJars(Path program) throws NoTenderException {
        Path jars;
        try {
            jars = program.toRealPath().resolveSibling("../tender").normalize();
        } catch (IOException e) {
            throw new NoTenderException(program + " is not complete: it cannot be found: " + e);
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "*.jar")) {
            if (found.iterator().hasNext()) {
                return;
            }
        } catch (IOException e) {
            throw new NoTenderException(program + " is not complete: " + jars + " cannot be listed: " + e);
        }
        throw new NoTenderException(program + " is not complete: there is no JAR in " + jars);
    }

    /**
     * Returns the program for an image of the store.
     *
     * @throws IOException when the image cannot be read, or is damaged
     */
    public Path programFor(Path image) throws IOException, NoTenderException {
        try {
            return find(read(image)).program();
        } catch (InvalidImageException e) {
            throw new IOException("the image in the store is damaged: " + e.getMessage(), e);
        }
    }
}
