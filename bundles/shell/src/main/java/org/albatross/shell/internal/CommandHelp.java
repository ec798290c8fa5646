package org.albatross.shell.internal;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/** How a command is called, by what its methods say of themselves. */
final class CommandHelp {
    private static final String INDENT = "    ";

    private CommandHelp() {}

    /** Returns the forms of a command, and what each of its words is. */
    static String of(String name, List<Method> forms) {
        StringBuilder text = new StringBuilder();
        for (Method form : forms) {
            List<String> words = new ArrayList<>(List.of(name));
            List<String> lines = new ArrayList<>();
            for (Parameter parameter : form.getParameters()) {
                if (parameter.getType() != CommandSession.class) {
                    String word = word(parameter);
                    words.add(word);
                    lines.add(INDENT + word + "  " + descriptor(parameter) + "\n");
                }
            }
            text.append(String.join(" ", words))
                    .append('\n')
                    .append(INDENT)
                    .append(descriptor(form))
                    .append('\n');
            lines.forEach(text::append);
        }
        return text.toString();
    }

    private static String descriptor(AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Descriptor.class))
                .map(Descriptor::value)
                .orElse("");
    }

    private static String word(Parameter parameter) {
        org.apache.felix.service.command.Parameter option =
                parameter.getAnnotation(org.apache.felix.service.command.Parameter.class);
        if (option == null) {
            return parameter.isVarArgs() ? "WORD.." : parameter.getName().toUpperCase(Locale.ROOT);
        }
        boolean isFlag = !option.presentValue().equals(org.apache.felix.service.command.Parameter.UNSPECIFIED);
        List<String> names = Arrays.asList(option.names());
        return "[" + String.join("|", names) + (isFlag ? "" : " N") + "]";
    }
}
