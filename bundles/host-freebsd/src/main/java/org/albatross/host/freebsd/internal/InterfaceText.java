package org.albatross.host.freebsd.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.model.MacAddress;

/**
 * What ifconfig(8) says of an interface. Pure.
 *
 * @param flags its flags, all of them
 * @param address its address, where it has one of Ethernet
 * @param bridge whether it is a bridge
 * @param members the members of a bridge
 * @param openedBy the process that has a tap open
 */
record InterfaceText(
        String name,
        int flags,
        int mtu,
        Optional<MacAddress> address,
        boolean bridge,
        List<String> members,
        Optional<Long> openedBy) {
    private static final Pattern HEAD =
            Pattern.compile("(\\S+): flags=([0-9a-f]{1,8})<[^>]*>(?: metric [0-9]+)? mtu ([0-9]{1,9})\\s*");
    private static final Pattern ETHER = Pattern.compile("\\s+ether ((?:[0-9a-f]{2}:){5}[0-9a-f]{2})\\s*");
    private static final Pattern GROUPS = Pattern.compile("\\s+groups: (.*\\S)\\s*");
    private static final Pattern MEMBER = Pattern.compile("\\s+member: (\\S+) flags=.*");
    private static final Pattern OPENED = Pattern.compile("\\s+Opened by PID ([0-9]{1,9})\\s*");

    InterfaceText {
        members = List.copyOf(members);
    }

    /** Returns what a text of one or more interfaces says, by name; lines of no interest are skipped. */
    static Map<String, InterfaceText> parse(String text) {
        Map<String, InterfaceText> found = new LinkedHashMap<>();
        List<String> block = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isEmpty() && !Character.isWhitespace(line.charAt(0))) {
                read(block).ifPresent(one -> found.put(one.name, one));
                block.clear();
            }
            block.add(line);
        }
        read(block).ifPresent(one -> found.put(one.name, one));
        return found;
    }

    private static Optional<InterfaceText> read(List<String> block) {
        Matcher head = HEAD.matcher(block.isEmpty() ? "" : block.get(0));
        if (!head.matches()) {
            return Optional.empty();
        }
        Optional<MacAddress> address = Optional.empty();
        boolean bridge = false;
        List<String> members = new ArrayList<>();
        Optional<Long> openedBy = Optional.empty();
        for (String line : block) {
            address = address.or(() -> first(ETHER, line).map(MacAddress::parse));
            bridge |= first(GROUPS, line)
                    .filter(groups -> List.of(groups.split(" +", -1)).contains("bridge"))
                    .isPresent();
            first(MEMBER, line).ifPresent(members::add);
            openedBy = openedBy.or(() -> first(OPENED, line).map(Long::parseLong));
        }
        return Optional.of(new InterfaceText(
                head.group(1),
                Integer.parseUnsignedInt(head.group(2), 16),
                Integer.parseInt(head.group(3)),
                address,
                bridge,
                members,
                openedBy));
    }

    private static Optional<String> first(Pattern pattern, String line) {
        Matcher found = pattern.matcher(line);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
