package org.albatross.bhyve.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.Hypervisor;
import org.albatross.host.LibexecDirectory;
import org.albatross.model.Arguments;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelType;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/** Offers {@link BhyveHypervisor} as a service. */
@Component(service = Hypervisor.class, configurationPid = "org.albatross.bhyve")
@Designate(ocd = BhyveConfig.class)
public final class HypervisorComponent implements Hypervisor {
    /** The framework property that holds what {@code albatrossd --allow-zvol-for} says. */
    private static final String ZVOL_PATH = "albatross.zvol.path";

    private final BhyveHypervisor hypervisor;

    /**
     * Checks the configuration.
     *
     * @throws IllegalArgumentException when the path of volumes is not one, or the launcher names no directory of the wrapper
     */
    @Activate
    public HypervisorComponent(BundleContext context, BhyveConfig config) {
        hypervisor = new BhyveHypervisor(
                LibexecDirectory.named(Optional.ofNullable(context.getProperty(LibexecDirectory.PROPERTY))),
                directories(System.getenv("PATH")),
                Path.of("/dev"),
                access(config.zvol_path(), Optional.ofNullable(context.getProperty(ZVOL_PATH))),
                config.loader_within_seconds());
    }

    private static List<Path> directories(String path) {
        return Arrays.stream(Optional.ofNullable(path).orElse("").split(File.pathSeparator, -1))
                .filter(part -> part.startsWith("/"))
                .map(Path::of)
                .toList();
    }

    /** Returns who may use volumes: what the configuration says, else what the program was started with. */
    static ZvolAccess access(String key, Optional<String> option) {
        Optional<String> written =
                Optional.of(key).filter(text -> !text.isEmpty()).or(() -> option);
        return new ZvolAccess(written.filter(text -> !text.isEmpty()).map(HypervisorComponent::path));
    }

    private static org.albatross.model.Path path(String written) {
        try {
            return Name.parse(written.endsWith(":") ? written : written + ":").path();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("zvol.path = '" + written + "': " + e.getMessage(), e);
        }
    }

    @Override
    public UnikernelType type() {
        return hypervisor.type();
    }

    @Override
    public String machine(Run run) {
        return hypervisor.machine(run);
    }

    @Override
    public Optional<String> refusal(Name name, Arguments arguments) {
        return hypervisor.refusal(name, arguments);
    }

    @Override
    public List<String> command(Run run, Path link, Arguments arguments, Map<Text, String> taps) throws IOException {
        return hypervisor.command(run, link, arguments, taps);
    }

    @Override
    public Optional<Run> runOf(List<String> commandLine) {
        return hypervisor.runOf(commandLine);
    }

    @Override
    public void remove(Run run) throws IOException {
        hypervisor.remove(run);
    }
}
