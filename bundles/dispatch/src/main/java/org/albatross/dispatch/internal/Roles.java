package org.albatross.dispatch.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Path;
import org.albatross.model.Role;

/** The roles of local users and groups. */
final class Roles {
    private record Holder(boolean group, long id, Grant grant) {
        boolean is(Caller.Local caller) {
            return group ? caller.gid() == id || caller.groups().contains(id) : caller.uid() == id;
        }
    }

    private final List<Holder> holders;

    private Roles(List<Holder> holders) {
        this.holders = List.copyOf(holders);
    }

    /** Returns what an operator has set; the values are what {@link RolesConfig} allows. */
    static Roles of(RolesConfig config) {
        boolean consoles = config.viewers_consoles().equals("on");
        List<Holder> holders = new ArrayList<>();
        split(config.admins()).forEach(who -> holders.add(holder(who, Role.ADMIN, true)));
        split(config.operators()).forEach(who -> holders.add(holder(who, Role.OPERATOR, true)));
        split(config.viewers()).forEach(who -> holders.add(holder(who, Role.VIEWER, consoles)));
        return new Roles(holders);
    }

    private static List<String> split(String value) {
        return value.equals(RolesConfig.NOBODY) ? List.of() : Arrays.asList(value.split(", ?", -1));
    }

    /** Reads {@code uid 1000 of a:b}; without a path it is the root. */
    private static Holder holder(String text, Role role, boolean consoles) {
        String[] words = text.split(" ", -1);
        Path path = words.length > 2 ? Path.parse(words[words.length - 1]) : Path.ROOT;
        return new Holder(words[0].equals("gid"), Long.parseLong(words[1]), new Grant(path, role, consoles));
    }

    /** Returns what a caller may; nothing for one that has no role. */
    List<Grant> of(Caller.Local caller) {
        return holders.stream()
                .filter(holder -> holder.is(caller))
                .map(Holder::grant)
                .toList();
    }
}
