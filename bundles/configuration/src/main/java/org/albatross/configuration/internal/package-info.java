@NullMarked
package org.albatross.configuration.internal;

import org.jspecify.annotations.NullMarked;
