// Holds PDF files against standards with veraPDF: profiles as arguments, a file on each line of standard input, one
// line of JSON for each file and profile on standard output. Run as a single source file, without being built.
//
// The jar has no JAXB, with which veraPDF reads its profiles: here they are read as plain XML.

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public class VeraCheck {
    private static final String PROFILES = "org/verapdf/pdfa/validation/";

    public static void main(String[] names) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new LinkedHashMap<>();
        for (String name : names) profiles.put(name, profile(name));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String file = in.readLine(); file != null; file = in.readLine()) {
            for (Map.Entry<String, ValidationProfile> one : profiles.entrySet()) {
                List<String> failures = failures(new File(file), one.getValue());
                out.println("{\"file\": " + json(file) + ", \"profile\": " + json(one.getKey())
                    + ", \"failures\": [" + String.join(", ", failures.stream().map(VeraCheck::json).toList()) + "]}");
            }
        }
    }

    /** Empty when the file keeps the standard; one that cannot be read at all breaks it. */
    private static List<String> failures(File file, ValidationProfile profile) {
        Map<String, String> found = new LinkedHashMap<>();
        PDFAFlavour flavour = profile.getPDFAFlavour();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion told : result.getTestAssertions()) {
                if (told.getStatus() == TestAssertion.Status.FAILED) found.putIfAbsent(rule(told), described(told));
            }
            if (!result.isCompliant() && found.isEmpty()) found.put("", "does not keep the standard");
        } catch (Exception error) {
            found.put("", "cannot be read: " + error);
        }
        return new ArrayList<>(found.values());
    }

    private static String rule(TestAssertion told) {
        return told.getRuleId().getClause() + "-" + told.getRuleId().getTestNumber();
    }

    /** The first place that breaks a rule stands for all. */
    private static String described(TestAssertion told) {
        String said = told.getErrorMessage() == null ? told.getMessage() : told.getErrorMessage();
        return rule(told) + ": " + said + " (at " + told.getLocation().getContext() + ")";
    }

    /** "3a" and "ua1" for the profiles PDFA-3A and PDFUA-1. */
    private static ValidationProfile profile(String name) throws Exception {
        String file = (name.startsWith("ua") ? "PDFUA-" + name.substring(2) : "PDFA-" + name.toUpperCase()) + ".xml";
        Element root = parsed(PROFILES + file).getDocumentElement();
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element rule : named(root, "rule")) rules.add(rule(rule));
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element one : named(root, "variable")) {
            variables.add(Profiles.variableFromValues(
                one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
        }
        return Profiles.profileFromValues(
            PDFAFlavour.valueOf(root.getAttribute("flavour")),
            Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = named(rule, "id").get(0);
        RuleId ruleId = Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")), id.getAttribute("clause"),
            Integer.parseInt(id.getAttribute("testNumber")));
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element one : named(rule, "argument")) {
            String name = one.hasAttribute("name") ? one.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(one.getTextContent(), name, null));
        }
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
            ruleId, rule.getAttribute("object"), deferred, rule.getAttribute("tags"), text(rule, "description"),
            text(rule, "test"), Profiles.errorFromValues(text(rule, "message"), arguments), List.of());
    }

    private static Document parsed(String resource) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try (InputStream stream = VeraCheck.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) throw new IOException("the jar has no profile " + resource);
            return factory.newDocumentBuilder().parse(stream);
        }
    }

    private static List<Element> named(Element within, String name) {
        List<Element> found = new ArrayList<>();
        var nodes = within.getElementsByTagNameNS("*", name);
        for (int place = 0; place < nodes.getLength(); place++) {
            Node node = nodes.item(place);
            if (node instanceof Element) found.add((Element) node);
        }
        return found;
    }

    private static String text(Element within, String name) {
        List<Element> found = named(within, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char one : text.toCharArray()) {
            if (one == '"' || one == '\\') out.append('\\').append(one);
            else if (one < 32) out.append(String.format("\\u%04x", (int) one));
            else out.append(one);
        }
        return out.append('"').toString();
    }
}
