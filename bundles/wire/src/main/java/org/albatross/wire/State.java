package org.albatross.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelConfig;

/**
 * What a state file of the original holds: everything that should run, and the policies. Both are ordered as
 * the original's tree is walked: label by label, a name before what lies below it. Of two entries with the
 * same name the later one counts.
 */
public record State(List<Named<UnikernelConfig>> unikernels, List<Named<Policy>> policies) {
    private static final Comparator<Name> LABEL_BY_LABEL = Comparator.<Name, String[]>comparing(
                    State::labels, Arrays::compare)
            .thenComparing(Comparator.naturalOrder());

    /** Copies and orders both lists. */
    public State {
        unikernels = ordered(unikernels);
        policies = ordered(policies);
    }

    private static String[] labels(Name name) {
        List<String> labels = new ArrayList<>(name.path().labels());
        name.label().ifPresent(labels::add);
        return labels.toArray(String[]::new);
    }

    private static <T> List<Named<T>> ordered(List<Named<T>> entries) {
        SortedMap<Name, Named<T>> byName = new TreeMap<>(LABEL_BY_LABEL);
        entries.forEach(entry -> byName.put(entry.name(), entry));
        return List.copyOf(byName.values());
    }
}
