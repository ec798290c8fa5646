package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the table of docs/manage.md says of viewers and operators, tried by real remote JMX clients of a platform with unikernels; and every
 * operation of every MBean.
 */
@SuppressWarnings("BanJNDI") // what is read was sent by the platform under test
class JmxRolesIT {
    private static final Path DOCUMENT =
            Path.of("../docs/manage.md").toAbsolutePath().normalize();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse battery";
    private static final String CONSOLES = "console_";

    /** The path of the roles, one below it, and one that is neither. */
    private static final String OWN = "a";

    private static final String WITHIN = "a:b";
    private static final String OUTSIDE = "b";
    private static final List<String> PLACES = List.of(WITHIN, OWN, OUTSIDE);

    /** Commands that no operation or attribute of an MBean carries out. */
    private static final Set<String> NOT_BY_JMX = Set.of(
            "lifecycle_shutdown",
            "block_set",
            "block_dump",
            "console_add",
            "stats_subscribe",
            "stats_add",
            "stats_remove",
            "stats_initial",
            "log_subscribe",
            "crl_add",
            "role");

    /** What somebody hears who may, when what they ask for cannot be. */
    private static final List<String> ALLOWED_IN_VAIN = List.of(
            "not found",
            "unknown policy",
            "does not exist",
            "is not running",
            "no image",
            "begin it at 0",
            "64 hexadecimal digits",
            "exists");

    /** Something that a client does at a path. */
    @FunctionalInterface
    private interface Attempt {
        Object make(MBeanServerConnection platform, String path) throws Exception;
    }

    private final Map<String, Attempt> attempts = attempts();
    private Path home;
    private Path etc;
    private Daemon daemon;
    private int port;
    private String digest = "";

    @BeforeEach
    void start() throws Exception {
        home = Tree.newHome();
        etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Path password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
        Client client = new Client(home);
        String files = " --password-file=" + password + " --etc-dir=" + etc;
        for (String user : List.of(
                "viewer --role=viewer --path=" + OWN, "operator --role=operator --path=" + OWN, "root --role=admin")) {
            client.require(("user add " + user + files).split(" ", -1));
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        configure("");
        daemon = Daemon.start(home, "--etc-dir", etc.toString());
        TenderKind tender = TenderKind.best();
        if (tender == TenderKind.STUB) {
            Files.createSymbolicLink(home.resolve("state").resolve(tender.program()), tender.file());
        }
        Path image = home.resolve("ticks");
        Image.ticks(Duration.ofMillis(50)).target(tender.target()).write(image);
        for (String path : List.of(OWN, WITHIN, OUTSIDE)) {
            client.require("add-policy", path, "9", "--mem=300", "--cpu=0", "--size=50");
            client.require("create-block", path + ":data", "1");
            client.require("create", path + ":web", image.toString(), "--mem=2");
        }
    }

    private void configure(String more) throws IOException {
        Files.writeString(etc.resolve("org.albatross.jmx.cfg"), "port = " + port + "\n" + more);
    }

    @AfterEach
    void stop() {
        daemon.close();
        Processes.naming(home.toString()).forEach(ProcessHandle::destroyForcibly);
    }

    private JMXConnector as(String user) throws Exception {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
        Map<String, ?> credentials = Map.of(JMXConnector.CREDENTIALS, new String[] {user, PASSWORD});
        return Await.value(SOON, () -> {
            try {
                return JMXConnectorFactory.connect(url, credentials);
            } catch (IOException e) {
                throw new AssertionError(daemon.log(), e);
            }
        });
    }

    /** The rows of the table: cells by the names of commands. */
    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.startsWith("| command |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .forEach(cells -> rows.put(cells.get(0).replace("`", ""), cells));
        return rows;
    }

    private Map<String, Attempt> attempts() {
        Map<String, Attempt> all = new LinkedHashMap<>();
        all.put("hello", (platform, path) -> platform.getAttribute(supervisor(), "Version"));
        all.put("unikernel_info", (platform, path) -> platform.getAttribute(of("Unikernel", path, "web"), "Image"));
        all.put("unikernel_get", (platform, path) -> create(platform, path + ":get", "--mem=2"));
        all.put("unikernel_create", (platform, path) -> create(platform, path + ":new", "--mem=2"));
        all.put("unikernel_force_create", (platform, path) -> create(platform, path + ":new", "--mem=2 --force"));
        all.put("unikernel_restart", (platform, path) -> call(platform, supervisor(), "restart", path + ":new"));
        all.put("unikernel_destroy", (platform, path) -> call(platform, supervisor(), "destroy", path + ":get"));
        all.put("lifecycle_start", (platform, path) -> call(platform, supervisor(), "start", path + ":new"));
        all.put("lifecycle_stop", (platform, path) -> call(platform, supervisor(), "stop", path + ":new"));
        all.put("lifecycle_status", (platform, path) -> platform.getAttribute(of("Unikernel", path, "web"), "State"));
        all.put(
                "lifecycle_replace",
                (platform, path) -> create(platform, path + ":web", "--mem=2 --force --confirm-after=600"));
        all.put("policy_info", (platform, path) -> platform.getAttribute(of("Policy", path), "MemoryMb"));
        all.put(
                "policy_add",
                (platform, path) -> call(platform, supervisor(), "addPolicy", path, 8L, 200L, "0", 40L, ""));
        all.put("policy_remove", (platform, path) -> call(platform, supervisor(), "removePolicy", path));
        all.put("block_info", (platform, path) -> platform.getAttribute(of("BlockDevice", path, "data"), "SizeMb"));
        all.put("block_add", (platform, path) -> call(platform, supervisor(), "createBlockDevice", path + ":more", 1L));
        all.put("block_remove", (platform, path) -> call(platform, supervisor(), "destroyBlockDevice", path + ":more"));
        all.put(
                "console_subscribe",
                (platform, path) -> call(platform, of("Unikernel", path, "web"), "listConsole", 1));
        all.put(
                "console_list_inactive",
                (platform, path) -> platform.getAttribute(of("Console", path, "web"), "Active"));
        all.put("log_show", (platform, path) -> call(platform, eventLog(), "listLatestAt", path + ":", 1));
        return all;
    }

    private static ObjectName supervisor() throws Exception {
        return new ObjectName("org.albatross:type=Supervisor");
    }

    private static ObjectName eventLog() throws Exception {
        return new ObjectName("org.albatross:type=EventLog");
    }

    private static ObjectName of(String type, String path) throws Exception {
        return new ObjectName("org.albatross:type=" + type + ",path=" + ObjectName.quote(path));
    }

    private static ObjectName of(String type, String path, String name) throws Exception {
        return new ObjectName(of(type, path) + ",name=" + name);
    }

    private Object create(MBeanServerConnection platform, String name, String options) throws Exception {
        return call(platform, supervisor(), "create", name, digest, options);
    }

    private static Object call(MBeanServerConnection platform, ObjectName name, String operation, Object... arguments)
            throws Exception {
        String[] types = Arrays.stream(arguments)
                .map(each -> each instanceof Long
                        ? "long"
                        : each instanceof Integer ? "int" : each.getClass().getName())
                .toArray(String[]::new);
        return platform.invoke(name, operation, arguments, types);
    }

    /** Tells whether somebody may; what was refused for another reason than who asks has to be one that is known. */
    private static boolean may(MBeanServerConnection platform, Attempt attempt, String path) {
        try {
            assertThat(attempt.make(platform, path)).isNotNull();
            return true;
        } catch (InstanceNotFoundException e) {
            return false;
        } catch (Exception e) {
            List<String> words = new ArrayList<>();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                words.add(String.valueOf(cause.getMessage()));
            }
            String all = String.join(" / ", words);
            if (all.contains("not allowed") || all.contains("no unikernel that runs at or below")) {
                return false;
            }
            assertThat(ALLOWED_IN_VAIN).as(all).anyMatch(all::contains);
            return true;
        }
    }

    private static boolean expected(String cell, String place) {
        return switch (cell.replaceFirst(",.*", "")) {
            case "yes" -> true;
            case "path" -> !place.equals(OUTSIDE);
            case "below" -> place.equals(WITHIN);
            case "no" -> false;
            default -> throw new AssertionError(cell);
        };
    }

    @Test
    void letsRemoteClientsDoWhatTheTableSaysAndNothingElse() throws Exception {
        Map<String, List<String>> table = table();
        Set<String> tried = table.keySet().stream()
                .filter(command -> !NOT_BY_JMX.contains(command))
                .collect(Collectors.toSet());
        assertThat(attempts.keySet()).containsExactlyInAnyOrderElementsOf(tried);
        try (JMXConnector viewer = as("viewer");
                JMXConnector operator = as("operator")) {
            awaitMBeans(operator);
            compare(viewer.getMBeanServerConnection(), table, 1);
            compare(operator.getMBeanServerConnection(), table, 2);
        }
        configure("viewers.consoles = off\n");
        Await.until(SOON, () -> {
            try (JMXConnector viewer = as("viewer")) {
                for (String command : tried) {
                    if (command.startsWith(CONSOLES)) {
                        Attempt attempt = attempts.get(command);
                        assertThat(may(viewer.getMBeanServerConnection(), attempt, WITHIN))
                                .isFalse();
                    }
                }
            }
        });
    }

    private void compare(MBeanServerConnection platform, Map<String, List<String>> table, int column) {
        attempts.forEach((command, attempt) -> {
            for (String place : PLACES) {
                String cell = table.get(command).get(column);
                assertThat(may(platform, attempt, place))
                        .as("%s at %s, where the table says: %s", command, place, cell)
                        .isEqualTo(expected(cell, place));
            }
        });
    }

    private void awaitMBeans(JMXConnector client) throws Exception {
        MBeanServerConnection platform = client.getMBeanServerConnection();
        for (String path : List.of(OWN, WITHIN)) {
            for (String type : List.of("Unikernel", "Console")) {
                Await.until(SOON, () -> assertThat(platform.isRegistered(of(type, path, "web")))
                        .isTrue());
            }
            Await.until(SOON, () -> assertThat(platform.getAttribute(of("Unikernel", path, "web"), "State"))
                    .isEqualTo("running"));
        }
        digest = platform.getAttribute(of("Unikernel", OWN, "web"), "Image").toString();
    }

    @Test
    void letsRemoteClientsCallTheOperationsOfTheirRoleAlone() throws Exception {
        try (JMXConnector admin = as("root");
                JMXConnector viewer = as("viewer");
                JMXConnector operator = as("operator")) {
            awaitMBeans(operator);
            List<Call> calls = calls(admin.getMBeanServerConnection());
            assertThat(calls).hasSizeGreaterThan(50);
            for (Call call : calls) {
                assertThat(may(viewer.getMBeanServerConnection(), call, call.place()))
                        .as("viewer: %s", call)
                        .isEqualTo(call.isWithin() && call.reads());
            }
            for (Call call : calls) {
                assertThat(may(operator.getMBeanServerConnection(), call, call.place()))
                        .as("operator: %s", call)
                        .isEqualTo(call.isWithin() && !call.changesOwnLimit());
            }
        }
    }

    /** Every operation of every MBean, in an order in which what ends something comes last. */
    private List<Call> calls(MBeanServerConnection platform) throws Exception {
        List<Call> calls = new ArrayList<>();
        for (ObjectName name : platform.queryNames(new ObjectName("org.albatross:*"), null)) {
            for (MBeanOperationInfo operation : platform.getMBeanInfo(name).getOperations()) {
                for (String place : PLACES) {
                    Call call = new Call(name, operation, place, arguments(operation, place));
                    if (place.equals(OWN) || call.takesAPlace()) {
                        calls.add(call);
                    }
                }
            }
        }
        calls.sort(Comparator.comparing(Call::rank));
        return calls;
    }

    private List<Object> arguments(MBeanOperationInfo operation, String place) {
        int count = operation.getSignature().length;
        return switch (operation.getName()) {
            case "restart", "start", "stop", "destroy", "remove", "destroyBlockDevice" ->
                count == 0 ? List.of() : List.of(place + ":none");
            case "create" -> List.of(place + ":none", digest, "--mem=2");
            case "createBlockDevice" -> List.of(place + ":none", 1L);
            case "addPolicy" -> List.of(place, 8L, 200L, "0", 40L, "");
            case "removePolicy" -> List.of(place);
            case "replace" -> List.of(8L, 200L, "0", 40L, "");
            case "stage" -> List.of("x", 0L, new byte[] {1});
            case "stageText" -> List.of("x", 0L, "AAAA");
            case "unstage" -> List.of("x");
            case "listEventsSince", "listEventsAfter" -> List.of(0L);
            case "listLatest", "listConsole", "listLines" -> List.of(1);
            case "listLatestAt" -> List.of(place + ":", 1);
            default -> throw new AssertionError("this test has to be told of the operation " + operation);
        };
    }

    /** An operation of an MBean; if that is about no object, possibly about a name or a path at a place. */
    private record Call(ObjectName name, MBeanOperationInfo operation, String place, List<Object> arguments)
            implements Attempt {
        private boolean isAboutAnObject() {
            return name.getKeyProperty("path") != null;
        }

        private String about() {
            String path = isAboutAnObject() ? ObjectName.unquote(name.getKeyProperty("path")) : place;
            return path.replaceFirst(":$", "");
        }

        boolean takesAPlace() {
            return arguments.stream().anyMatch(each -> each.toString().startsWith(place));
        }

        boolean isWithin() {
            return List.of(OWN, WITHIN).contains(about()) || !(isAboutAnObject() || takesAPlace());
        }

        /** What somebody has handed over is theirs to take back, whatever they may. */
        boolean reads() {
            return operation.getImpact() == MBeanOperationInfo.INFO
                    || operation.getName().equals("unstage");
        }

        int rank() {
            if (!operation.getName().matches("stop|destroy.*|remove.*")) {
                return 0;
            }
            if (operation.getName().equals("stop")) {
                return 1;
            }
            return isAboutAnObject() ? 2 : 3;
        }

        boolean changesOwnLimit() {
            boolean policy = "Policy".equals(name.getKeyProperty("type"))
                    || operation.getName().endsWith("Policy");
            return policy && about().equals(OWN);
        }

        @Override
        public Object make(MBeanServerConnection platform, String path) throws Exception {
            return platform.invoke(
                    name,
                    operation.getName(),
                    arguments.toArray(),
                    Arrays.stream(operation.getSignature())
                            .map(MBeanParameterInfo::getType)
                            .toArray(String[]::new));
        }

        @Override
        public String toString() {
            return operation.getName() + " of " + name + " about " + about();
        }
    }
}
