/** The page and its API, by Jetty. */
@NullMarked
package org.albatross.web.internal;

import org.jspecify.annotations.NullMarked;
