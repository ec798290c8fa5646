package org.albatross.host.linux.internal;

import com.sun.jna.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.albatross.host.linux.Await;

/** A first process whose orphans end while it waits for children of its own. */
public final class ReapedMain {
    private static final int ORPHANS = 10;
    private static final int CHILDREN = 50;
    private static final int P_ALL = 0;
    private static final int EXITED_NOW_AND_LEFT = 4 | 1 | 0x01000000;

    private ReapedMain() {}

    /** Says what it has found. */
    public static void main(String[] args) throws Exception {
        ChildReaper reaper = new ChildReaper(Duration.ofMillis(1));
        for (int i = 0; i < ORPHANS; i++) {
            new ProcessBuilder("setsid", "--fork", "sh", "-c", "exit " + i)
                    .start()
                    .waitFor();
        }
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < CHILDREN; i++) {
            children.add(new ProcessBuilder("sh", "-c", "exit " + i).start());
        }
        boolean codes = true;
        for (int i = 0; i < CHILDREN; i++) {
            codes &= children.get(i).waitFor() == i;
        }
        Await.until("no child is left", () -> !hasChild());
        reaper.close();
        System.out.println("process " + ProcessHandle.current().pid() + ": no zombie, "
                + (codes ? "every exit code" : "but exit codes are lost"));
    }

    /** A zombie is a child too. */
    private static boolean hasChild() {
        return LibC.INSTANCE.waitid(P_ALL, 0, new Memory(128), EXITED_NOW_AND_LEFT) == 0;
    }
}
