/** JMH benchmarks of what a command costs the platform in code, without sockets, files and processes. */
@NullMarked
package org.albatross.micro;

import org.jspecify.annotations.NullMarked;
