package io.tierwise.deployment;

import java.util.ArrayList;
import java.util.List;

/// Finds where local tiers together ask for more than the machine has.
final class Oversubscription {

    private Oversubscription() {}

    static List<String> warnings(List<Tier> tiers, double cores, long machineBytes) {
        List<Tier> local = tiers.stream().filter(Tier::isLocal).toList();
        List<String> warnings = new ArrayList<>();
        for (Tier tier : local) {
            ofTier(tier, cores, machineBytes, warnings);
        }
        double sum = local.stream().mapToDouble(t -> t.cpu().orElse(0)).sum();
        if (local.size() > 1 && sum > cores) {
            warnings.add("the shares of the local tiers add up to " + Words.cores(sum) + " cores, this machine has "
                    + Words.cores(cores) + ": one request at a time fits, several at once would slow each other");
        }
        long memory = local.stream()
                .mapToLong(t -> Math.min(t.memoryBytes().orElse(0), machineBytes))
                .sum();
        if (local.size() > 1 && memory > machineBytes) {
            warnings.add("the memory of the local tiers adds up to more than this machine's "
                    + Words.bytes(machineBytes) + ": large parts may be killed though their tier would hold them");
        }
        return List.copyOf(warnings);
    }

    private static void ofTier(Tier tier, double cores, long machineBytes, List<String> warnings) {
        if (tier.cpu().isPresent() && tier.cpu().getAsDouble() > cores) {
            warnings.add("tier " + tier.name() + " asks for "
                    + Words.cores(tier.cpu().getAsDouble()) + " cores, this machine has " + Words.cores(cores)
                    + ": it will look slower than asked");
        }
        if (tier.cpu().isPresent() && tier.threads() > cores) {
            warnings.add("tier " + tier.name() + " runs " + tier.threads() + " threads on " + Words.cores(cores)
                    + " cores: threads that wait for each other make it slower than its share");
        }
        if (tier.memoryBytes().isPresent() && tier.memoryBytes().getAsLong() > machineBytes) {
            warnings.add("tier " + tier.name() + " has "
                    + Words.bytes(tier.memoryBytes().getAsLong()) + " of memory, this machine "
                    + Words.bytes(machineBytes) + ": the machine is the limit");
        }
    }
}
