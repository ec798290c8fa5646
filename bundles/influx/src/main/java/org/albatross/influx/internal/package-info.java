@NullMarked
package org.albatross.influx.internal;

import org.jspecify.annotations.NullMarked;
