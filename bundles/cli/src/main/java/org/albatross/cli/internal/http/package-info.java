/** Downloads of unikernel images. */
@NullMarked
package org.albatross.cli.internal.http;

import org.jspecify.annotations.NullMarked;
