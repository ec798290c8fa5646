/** The host on Linux: system calls through JNA, and the files of {@code /proc}. */
@NullMarked
package org.albatross.host.linux.internal;

import org.jspecify.annotations.NullMarked;
