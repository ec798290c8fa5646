/**
 * What a chain of certificates leads to once it is verified: who asks, what is to be carried out, and a conversation that
 * ends when one of the certificates is revoked. A front end brings chains and connections, and says by what they came.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.admission;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
