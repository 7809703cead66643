import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.LogManager;
import java.util.stream.Collectors;

import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Validates PDF files with veraPDF, all of them in one JVM: to start Java and read the profiles
 * takes many times as long as to validate a file.
 *
 * <pre>
 * validate FLAVOUR[,FLAVOUR...] FILE...    each file against each flavour
 * validate -                               the same, from lines `FLAVOUR[,FLAVOUR...] FILE` of stdin
 * </pre>
 *
 * Prints `pass FLAVOUR FILE` or `fail FLAVOUR FILE`, in the order asked for; below a failure,
 * indented, each rule that the file breaks and the first place where it does. Exits 0 when all
 * pass, 1 when any fails, and 2, having validated nothing, when the arguments are not sound.
 */
public final class Validate {
    private record Job(PDFAFlavour flavour, String file) {}

    private record Verdict(boolean passes, String text) {}

    public static void main(String[] args) {
        // What veraPDF logs of a broken file says no more than the rules it reports as broken.
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        List<Job> jobs = new ArrayList<>();
        try {
            readJobs(args, jobs);
        } catch (IllegalArgumentException | IOException error) {
            System.err.println("validate: " + error.getMessage());
            System.exit(2);
        }
        // veraPDF keeps the state of a validation in thread locals, and so can run one per thread.
        List<Verdict> verdicts = jobs.parallelStream().map(Validate::validate).toList();
        // The output is UTF-8 whatever the locale: the rules are not written in ASCII alone.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        verdicts.forEach(verdict -> out.print(verdict.text()));
        out.flush();
        System.exit(verdicts.stream().allMatch(Verdict::passes) ? 0 : 1);
    }

    private static void readJobs(String[] args, List<Job> jobs) throws IOException {
        if (args.length == 1 && args[0].equals("-")) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                addJobs(words[0], words.length == 2 ? words[1] : "", jobs);
            }
        } else if (args.length < 2) {
            throw new IllegalArgumentException("usage: validate FLAVOUR[,FLAVOUR...] FILE... | validate -");
        }
        for (int i = 1; i < args.length; i++) {
            addJobs(args[0], args[i], jobs);
        }
        // A harness whose list of files came out empty must not take the silence for a pass.
        if (jobs.isEmpty()) {
            throw new IllegalArgumentException("no file to validate");
        }
    }

    private static void addJobs(String flavours, String file, List<Job> jobs) {
        // An unknown id is not an error to veraPDF, nor is a flavour without a profile, until too late.
        Set<PDFAFlavour> known = Profiles.getVeraProfileDirectory().getPDFAFlavours();
        for (String id : flavours.split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(id);
            if (!known.contains(flavour)) {
                String ids = new TreeSet<>(known).stream().map(PDFAFlavour::getId).collect(Collectors.joining(" "));
                throw new IllegalArgumentException("no flavour `" + id + "`; there are: " + ids);
            }
            jobs.add(new Job(flavour, file));
        }
        if (!new File(file).isFile() || !new File(file).canRead()) {
            throw new IllegalArgumentException("no readable file `" + file + "`");
        }
    }

    private static Verdict validate(Job job) {
        String subject = " " + job.flavour().getId() + " " + job.file() + "\n";
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        // One assertion of each broken rule is kept, with its message; the count is kept regardless.
        try (PDFAParser parser = foundry.createParser(new File(job.file()), job.flavour());
                PDFAValidator validator = foundry.createValidator(job.flavour(), 1, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            // veraPDF keeps its rules in hash tables; sorted, a run can be compared with another.
            String broken = result.getTestAssertions().stream()
                    .map(first -> rule(first, result)).sorted().collect(Collectors.joining());
            return new Verdict(result.isCompliant(), (result.isCompliant() ? "pass" : "fail") + subject + broken);
        } catch (ModelParsingException | EncryptedPdfException error) {
            // The message of veraPDF is the same for every such file; its cause tells what is wrong.
            Throwable cause = error.getCause() == null ? error : error.getCause();
            return new Verdict(false, "fail" + subject + "  the file cannot be read: " + cause.getMessage() + "\n");
        } catch (Exception | StackOverflowError error) {
            // One file that breaks veraPDF must not take the verdicts on the others with it.
            return new Verdict(false, "fail" + subject + "  veraPDF broke: " + error + "\n");
        }
    }

    private static String rule(TestAssertion first, ValidationResult result) {
        RuleId rule = first.getRuleId();
        return String.format("  %s test %d (%d times): %s\n    %s\n    at %s\n", rule.getClause(), rule.getTestNumber(),
                result.getFailedChecks().get(rule), first.getMessage(), first.getErrorMessage(), first.getLocation().getContext());
    }
}
