@NullMarked
package org.albatross.prometheus.internal;

import org.jspecify.annotations.NullMarked;
