package org.albatross.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.albatross.model.PolicyRefusal;
import org.albatross.model.Refusal;
import org.albatross.model.Text;

/** Refusals. Each is a record, and its data are the components of that: none can be forgotten here. */
final class RefusalJson {
    private RefusalJson() {}

    /** Returns the name of its kind, {@code not-found}, of one of a policy {@code policy-exceeded}. */
    static String kind(Refusal refusal) {
        String name = refusal.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        return refusal instanceof PolicyRefusal ? "policy-" + name : name;
    }

    /** Returns its data, without the words for people. */
    static Json data(Refusal refusal) {
        Json.Members members = Json.object();
        for (RecordComponent component : refusal.getClass().getRecordComponents()) {
            if (!component.getName().equals("message")) {
                members.put(name(component), value(get(component, refusal)));
            }
        }
        return members.build();
    }

    private static String name(RecordComponent component) {
        return component.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static Object get(RecordComponent component, Refusal refusal) {
        try {
            return component.getAccessor().invoke(refusal);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a component of " + refusal.getClass() + " cannot be read", e);
        }
    }

    private static Json value(Object value) {
        if (value instanceof Optional<?> optional) {
            return Json.optional(optional, RefusalJson::value);
        }
        if (value instanceof Collection<?> values) {
            return Json.array(values, RefusalJson::value);
        }
        if (value instanceof Refusal part) {
            return refusal(part);
        }
        if (value instanceof Long number) {
            return Json.of(number);
        }
        if (value instanceof Boolean truth) {
            return Json.of(truth);
        }
        if (value instanceof Duration duration) {
            return Json.of(duration.toMillis());
        }
        if (value instanceof Text text) {
            return Json.of(text);
        }
        return Json.of(value instanceof Enum<?> one ? one.name().toLowerCase(Locale.ROOT) : value.toString());
    }

    private static Json refusal(Refusal refusal) {
        return Json.object()
                .put("kind", Json.of(kind(refusal)))
                .put("message", Json.of(refusal.message()))
                .put("data", data(refusal))
                .build();
    }
}
