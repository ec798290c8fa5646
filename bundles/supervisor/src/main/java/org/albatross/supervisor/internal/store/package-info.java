/** What is durable, below the state directory: desired unikernels, policies, images, identities. */
@NullMarked
package org.albatross.supervisor.internal.store;

import org.jspecify.annotations.NullMarked;
