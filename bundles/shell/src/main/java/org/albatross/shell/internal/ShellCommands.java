package org.albatross.shell.internal;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Our own commands: the public methods with a {@link Descriptor} of some objects. They are called as those of the program,
 * with {@code _} for {@code -}, since they are methods; both may be typed.
 */
final class ShellCommands {
    /** Their scope. */
    static final String SCOPE = "albatross";

    /** The variable of a session that holds the commands. */
    static final String SUMMARIES = ".albatross";

    private final List<Object> groups;

    /** The commands of these objects. */
    ShellCommands(List<Object> groups) {
        this.groups = List.copyOf(groups);
    }

    private static Stream<Method> methods(Object group) {
        return Arrays.stream(group.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Descriptor.class));
    }

    /** Returns what the commands of an object are called. */
    static List<String> functions(Object group) {
        return methods(group).map(Method::getName).distinct().sorted().toList();
    }

    /** Offers them to Gogo. */
    List<ServiceRegistration<?>> register(BundleContext context) {
        return groups.stream()
                .<ServiceRegistration<?>>map(group -> context.registerService(Object.class, group, properties(group)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Dictionary<String, Object> properties(Object group) {
        return FrameworkUtil.asDictionary(Map.of(
                CommandProcessor.COMMAND_SCOPE,
                SCOPE,
                CommandProcessor.COMMAND_FUNCTION,
                functions(group).toArray(String[]::new)));
    }

    /** Returns what each does, by its name as it is typed in the program. */
    Map<String, String> summaries() {
        Map<String, String> summaries = new TreeMap<>();
        groups.stream()
                .flatMap(ShellCommands::methods)
                .sorted(Comparator.comparingInt(Method::getParameterCount).reversed())
                .forEach(method -> summaries.putIfAbsent(
                        method.getName().replace('_', '-'),
                        method.getAnnotation(Descriptor.class).value()));
        return summaries;
    }

    /** Returns how a command is called, which has this name in the program; nothing when it is none of ours. */
    Optional<String> help(String name) {
        List<Method> forms = groups.stream()
                .flatMap(ShellCommands::methods)
                .filter(method -> method.getName().equals(name.replace('-', '_')))
                .sorted(Comparator.comparingInt(Method::getParameterCount))
                .toList();
        return forms.isEmpty() ? Optional.empty() : Optional.of(CommandHelp.of(name, forms));
    }

    /** Returns the commands under those of their names that are none of a method. */
    Map<String, Function> aliases() {
        return summaries().keySet().stream()
                .filter(name -> name.contains("-"))
                .collect(Collectors.toMap(name -> name, name -> (session, arguments) -> {
                    Object command = session.get(SCOPE + ":" + name.replace('-', '_'));
                    return ((Function) Objects.requireNonNull(command, name)).execute(session, arguments);
                }));
    }
}
