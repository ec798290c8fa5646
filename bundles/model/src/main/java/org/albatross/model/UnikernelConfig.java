package org.albatross.model;

/**
 * A unikernel as a command, a certificate or a state file describes it.
 *
 * @param type what runs it
 * @param compressed whether {@code image} is a zlib stream (RFC 1950)
 * @param image the image as it came
 * @param arguments everything else
 */
public record UnikernelConfig(UnikernelType type, boolean compressed, Blob image, Arguments arguments) {}
