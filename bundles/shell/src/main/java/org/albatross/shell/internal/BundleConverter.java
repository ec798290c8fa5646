package org.albatross.shell.internal;

import java.util.Arrays;
import java.util.Optional;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets the framework's commands be told a bundle by the number that {@code lb} shows, or by its symbolic name. It needs nothing, so that a
 * line goes on that has stopped what shells stand on.
 */
@Component(service = Converter.class)
public final class BundleConverter implements Converter {
    private final BundleContext context;

    /** Knows the bundles of this context's framework. */
    @Activate
    public BundleConverter(BundleContext context) {
        this.context = context;
    }

    @Override
    public @Nullable Object convert(Class<?> desired, Object in) {
        return desired == Bundle.class ? bundle(in.toString()).orElse(null) : null;
    }

    private Optional<Bundle> bundle(String text) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.ofNullable(context.getBundle(Long.parseLong(text)));
        }
        return Arrays.stream(context.getBundles())
                .filter(bundle -> text.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    @Override
    public @Nullable CharSequence format(Object target, int level, Converter escape) {
        return null;
    }
}
