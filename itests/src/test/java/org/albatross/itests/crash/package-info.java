/** What survives the end of the platform and of its parts at any moment: signal 9, wiped and foreign records, a hidden process table. */
package org.albatross.itests.crash;
