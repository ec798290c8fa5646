package org.albatross.pki;

import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Text;

/** Common names as parts of names. Every method throws {@link IllegalArgumentException} for one that cannot be a label. */
final class Labels {
    private Labels() {}

    /** Returns what a leaf of this common name at a path is about. */
    static Name below(Path path, String commonName) {
        if (commonName.indexOf(':') >= 0) {
            throw new IllegalArgumentException("'" + Text.of(commonName).line() + "' is a path, not a single label");
        }
        return Name.below(path, commonName);
    }

    /** Returns the path of a CA of this common name below another path. */
    static Path child(Path path, String commonName) {
        Path child = path.child(below(path, commonName).label().orElseThrow());
        // A path is a byte longer than a name: it may be too long by it.
        return child.asName().path();
    }
}
