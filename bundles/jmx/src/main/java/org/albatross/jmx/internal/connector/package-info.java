/** The connector for JMX clients elsewhere: sockets, who is at the other end of them, and what is handed to the JVM's server for them. */
@NullMarked
package org.albatross.jmx.internal.connector;

import org.jspecify.annotations.NullMarked;
