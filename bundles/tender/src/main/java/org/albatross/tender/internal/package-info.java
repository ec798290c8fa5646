/**
 * The evaluation tender: reads an image, builds the machine that the Solo5 hvt ABI describes, and serves the
 * guest's hypercalls. What reads bytes of an image or a guest is plain and tested without a machine; {@code ioctl},
 * {@code mmap} and file descriptors are in {@link org.albatross.tender.internal.Libc} and the classes that use it.
 */
@NullMarked
package org.albatross.tender.internal;

import org.jspecify.annotations.NullMarked;
