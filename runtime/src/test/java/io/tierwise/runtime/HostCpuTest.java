package io.tierwise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HostCpuTest {

    @Test
    void parse_x86_findsModelAndVectorUnits() {
        HostCpu cpu = HostCpu.parse("""
                processor\t: 0
                model name\t: Some Xeon @ 2.80GHz
                flags\t\t: fpu avx2 avx512f avx512_vnni amx_int8

                processor\t: 1
                model name\t: Some other
                """);

        assertThat(cpu.model()).isEqualTo("Some Xeon @ 2.80GHz");
        assertThat(cpu.features()).containsExactlyInAnyOrder("avx2", "avx512f", "avx512_vnni", "amx_int8");
        assertThat(cpu.hasInt8DotProduct()).isTrue();
    }

    @Test
    void parse_arm_translatesTheKernelsWords() {
        HostCpu cpu = HostCpu.parse("""
                processor\t: 0
                Features\t: fp asimd asimddp i8mm
                CPU implementer\t: 0x41
                CPU part\t: 0xd0c
                """);

        assertThat(cpu.model()).isEqualTo("ARM implementer 0x41 part 0xd0c");
        assertThat(cpu.features()).containsExactlyInAnyOrder("dotprod", "i8mm");
    }

    @Test
    void parse_nothingKnown_isUnknownWithoutInt8() {
        assertThat(HostCpu.parse("")).isEqualTo(new HostCpu("unknown", java.util.Set.of()));
        assertThat(HostCpu.parse("").hasInt8DotProduct()).isFalse();
    }
}
