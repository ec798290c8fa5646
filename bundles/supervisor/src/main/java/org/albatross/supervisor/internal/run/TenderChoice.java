package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.albatross.solo5.InvalidImageException;
import org.albatross.solo5.NoTenderException;
import org.albatross.solo5.Solo5Image;
import org.albatross.solo5.Tender;
import org.albatross.solo5.TenderSearch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tender runs an image; says once when it is the evaluation tender. For any thread. */
public final class TenderChoice {
    private static final Logger LOG = LoggerFactory.getLogger(TenderChoice.class);

    private final TenderSearch search;
    private final boolean fullName;
    private final Set<Path> said = ConcurrentHashMap.newKeySet();

    /**
     * Chooses by a search.
     *
     * @param fullName whether {@code --name=} carries the written name, and not the label alone
     */
    public TenderChoice(TenderSearch search, boolean fullName) {
        this.search = search;
        this.fullName = fullName;
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
        if (tender.evaluation() && said.add(tender.program())) {
            LOG.warn(
                    "No real tender for {} was found: {} is used, which is for evaluation",
                    image.abi(),
                    tender.program());
        }
        return tender;
    }

    /** The answer of the evaluation tender is remembered, and its program, a script, may outlive what it runs. */
    private static void requireJars(Path program) throws NoTenderException {
        Path jars = program.resolveSibling("../tender").normalize();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, "*.jar")) {
            if (found.iterator().hasNext()) {
                return;
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be listed", jars, e);
        }
        throw new NoTenderException(program + " is not complete: there is no JAR in " + jars);
    }

    /** Returns the program for an image of the store. */
    Path programFor(Path image) throws IOException, NoTenderException {
        try {
            return find(read(image)).program();
        } catch (InvalidImageException e) {
            throw new IOException("the image in the store is damaged: " + e.getMessage(), e);
        }
    }
}
