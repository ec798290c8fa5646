package org.albatross.model;

/** What runs a unikernel. */
public enum UnikernelType {
    /** A Solo5 tender, hvt or spt. */
    SOLO5,
    /** FreeBSD's bhyve. */
    BHYVE
}
