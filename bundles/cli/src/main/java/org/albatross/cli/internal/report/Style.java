package org.albatross.cli.internal.report;

/** How text stands out on a terminal that has colours (ECMA-48, select graphic rendition). */
enum Style {
    /** Not at all. */
    PLAIN(""),
    /** A heading. */
    BOLD("1"),
    /** As it should be. */
    GOOD("32"),
    /** Not as it should be, but on its way. */
    ATTENTION("33"),
    /** Of no concern. */
    FAINT("2");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String of(String text) {
        return code.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
