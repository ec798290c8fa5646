package org.albatross.solo5;

import java.nio.file.Path;

/**
 * A program that runs unikernels of one ABI.
 *
 * @param program where it is
 * @param abi what it runs
 * @param evaluation whether it is Albatross's own evaluation tender, the use of which is to be said aloud
 */
public record Tender(Path program, Abi abi, boolean evaluation) {}
