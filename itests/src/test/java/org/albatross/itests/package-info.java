/** Tests of the whole. */
package org.albatross.itests;
