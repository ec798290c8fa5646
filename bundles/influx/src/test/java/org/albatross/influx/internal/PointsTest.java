package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.testing.Samples;
import org.junit.jupiter.api.Test;

class PointsTest {
    private static final String USAGE =
            " utime=1.000020,stime=2.500000,maxrss=3i,ixrss=4i,idrss=5i,isrss=6i,minflt=7i,maxflt=8i,nswap=9i,inblock=10i,"
                    + "outblock=11i,msgsnd=12i,msgrcv=13i,nsignals=14i,nvcsw=15i,nivcsw=16i";
    private static final String MEMORY =
            " vsize=100i,rss=101i,tsize=102i,dsize=103i,ssize=104i,cow_faults=106i,runtime=105i,uptime=60.5";
    private static final String TIME = " 1795942800500000000\n";

    @Test
    void haveTheMeasurementsAndFieldsOfTheOriginal() {
        assertThat(new Points(true).of(Name.parse("web"), Samples.STATS, Samples.TIME))
                .containsExactly(
                        "resource_usage,vm=web" + USAGE + TIME,
                        "kinfo_mem,vm=web" + MEMORY + TIME,
                        "vmm,vm=web vm\\ exits\\,\\ all\\=\"x\"=40i" + TIME,
                        "interface,vm=web,bridge=service send_queue_length=20i,max_send_queue_length=21i,"
                                + "send_queue_drops=22i,mtu=1500i,baudrate=24i,vm_to_host_packets=25i,vm_to_host_errors=26i,"
                                + "vm_to_host_bytes=30i,vm_to_host_mcast=32i,vm_to_host_dropped=34i,collisions=29i,"
                                + "host_to_vm_packets=27i,host_to_vm_errors=28i,host_to_vm_bytes=31i,host_to_vm_mcast=33i,"
                                + "host_to_vm_dropped=35i" + TIME);
    }

    @Test
    void tellPlatformDomainsAndStates() {
        assertThat(new Points(true).of(Samples.sample("no \"br0\"")))
                .contains(
                        "albatross_storage,vm=web,path=a: read_bytes=50i,written_bytes=51i" + TIME,
                        "albatross_unikernel,vm=web,path=a: state=\"waiting\",running=0i,restarts=3i,last_exit=\"exit 2\","
                                + "reason=\"no \\\"br0\\\"\",state_seconds=30.0,waiting_seconds=30.0" + TIME,
                        "albatross-policies,vm=albatross,domain=a: maximum\\ unikernels=5i,maximum\\ memory=512i,"
                                + "maximum\\ block=1024i" + TIME,
                        "albatross-unikernels,vm=albatross,domain=a: attached\\ used\\ block=2i,"
                                + "unattached\\ used\\ block=4i,total\\ used\\ block=6i,running\\ unikernels=1i,"
                                + "used\\ memory=32i" + TIME,
                        "resource_usage,vm=albatross" + USAGE + TIME,
                        "kinfo_mem,vm=albatross" + MEMORY + TIME);
    }

    @Test
    void nameAUnikernelByItsLabelAndPathOrAsAWhole() {
        Data.Stats stats = new Data.Stats(Samples.USAGE, List.of(), Optional.empty(), Optional.empty());
        Name name = Name.parse("a:b:web");

        assertThat(new Points(true).of(name, stats, Samples.TIME))
                .containsExactly("resource_usage,vm=web,path=a:b:" + USAGE + TIME);
        assertThat(new Points(false).of(name, stats, Samples.TIME))
                .containsExactly("resource_usage,vm=a:b:web" + USAGE + TIME);
    }

    @Test
    void stayOneLineWhateverNamesHold() {
        assertThat(Line.of("a b,c\nd")
                        .tag("k=,", "v \n\u0007\\")
                        .tag("none", "")
                        .field("f\n", 1L)
                        .at(Samples.TIME))
                .isEqualTo("a\\ b\\,c\\nd,k\\=\\,=v\\ \\n?/ f\\n=1i" + TIME);
    }

    @Test
    void keepEveryCharacterOfAText() {
        assertThat(Line.of("m").field("f", "a\\b \"c\", d=e\n\\").at(Samples.TIME))
                .isEqualTo("m f=\"a\\\\b \\\"c\\\", d=e\n\\\\\"" + TIME);
    }

    @Test
    void leaveOutWhatIsNoNumberAndCutWhatIsTooLarge() {
        assertThat(Line.of("m")
                        .field("nan", Double.NaN)
                        .field("infinite", Double.POSITIVE_INFINITY)
                        .field("large", -1L)
                        .field("half", 0.5)
                        .at(Samples.TIME))
                .isEqualTo("m large=9223372036854775807i,half=0.5" + TIME);
        Line empty = Line.of("m").field("nan", Double.NaN);
        assertThat(empty.isPoint()).isFalse();
        assertThatThrownBy(() -> empty.at(Samples.TIME)).isInstanceOf(IllegalStateException.class);
    }
}
