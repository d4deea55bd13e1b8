using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Compile.Images;

/// <summary>What an image is made of, as SPDX 2.3 (JSON): every package with version, artifact hash, licence and package URL. Pure: nothing of host or time is in it.</summary>
/// <param name="envcVersion">Who writes it.</param>
public sealed class SpdxCompiler(string envcVersion)
{
    private const string None = "NOASSERTION";
    private const string Image = "SPDXRef-image";

    /// <summary>Compiles.</summary>
    /// <param name="name">The environment's name.</param>
    /// <param name="generation">The generation's number.</param>
    /// <param name="revision">The generation's digest.</param>
    /// <param name="target"><c>SYSTEM/ACCELERATOR</c>.</param>
    /// <param name="packages">The packages of the image.</param>
    public byte[] Compile(string name, int generation, string revision, string target, IReadOnlyList<SpdxPackage> packages)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("spdxVersion", "SPDX-2.3");
            json.WriteString("dataLicense", "CC0-1.0");
            json.WriteString("SPDXID", "SPDXRef-DOCUMENT");
            json.WriteString("name", $"{name} {generation} {target}");
            // A name that no other document has; nothing has to be there.
            json.WriteString("documentNamespace", $"https://spdx.org/spdxdocs/envc-{revision}-{Uri.EscapeDataString(target)}");
            json.WriteStartObject("creationInfo");
            json.WriteString("created", "1970-01-01T00:00:00Z");
            WriteTexts(json, "creators", [$"Tool: envc-{envcVersion}"]);
            json.WriteEndObject();
            WriteTexts(json, "documentDescribes", [Image]);
            WritePackages(json, name, generation, packages);
            WriteLicences(json, packages);
            json.WriteStartArray("relationships");
            WriteRelationship(json, "SPDXRef-DOCUMENT", "DESCRIBES", Image);
            for (var i = 0; i < packages.Count; i++)
                WriteRelationship(json, Image, "CONTAINS", IdOf(i));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WritePackages(Utf8JsonWriter json, string name, int generation, IReadOnlyList<SpdxPackage> packages)
    {
        json.WriteStartArray("packages");
        json.WriteStartObject();
        WriteHead(json, Image, name, generation.ToString(CultureInfo.InvariantCulture), None);
        json.WriteString("primaryPackagePurpose", "CONTAINER");
        json.WriteEndObject();
        for (var i = 0; i < packages.Count; i++)
        {
            var (package, licences) = packages[i];
            json.WriteStartObject();
            WriteHead(json, IdOf(i), package.Name, package.Version, Expression(licences));
            json.WriteString("packageFileName", Path.GetFileName(package.Path));
            json.WriteStartArray("checksums");
            json.WriteStartObject();
            json.WriteString("algorithm", "SHA256");
            json.WriteString("checksumValue", package.Sha256);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("externalRefs");
            json.WriteStartObject();
            json.WriteString("referenceCategory", "PACKAGE-MANAGER");
            json.WriteString("referenceType", "purl");
            json.WriteString("referenceLocator", UrlOf(package));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHead(Utf8JsonWriter json, string id, string name, string version, string licence)
    {
        json.WriteString("SPDXID", id);
        json.WriteString("name", name);
        json.WriteString("versionInfo", version);
        json.WriteString("downloadLocation", None);
        json.WriteBoolean("filesAnalyzed", false);
        json.WriteString("licenseConcluded", None);
        json.WriteString("licenseDeclared", licence);
        json.WriteString("copyrightText", None);
    }

    // Licences that SPDX' list does not have are named by a reference, whose text is in the packages themselves.
    private static void WriteLicences(Utf8JsonWriter json, IReadOnlyList<SpdxPackage> packages)
    {
        var users = packages.SelectMany(each => SpdxLicence.ReferencesIn(Expression(each.Licences)).Select(reference => (reference, each.Package.Name)))
            .Distinct().GroupBy(use => use.reference, use => use.Name, StringComparer.Ordinal).OrderBy(use => use.Key, StringComparer.Ordinal).ToArray();
        if (users.Length == 0)
            return;
        json.WriteStartArray("hasExtractedLicensingInfos");
        foreach (var use in users)
        {
            json.WriteStartObject();
            json.WriteString("licenseId", use.Key);
            json.WriteString("name", use.Key[SpdxLicence.Reference.Length..]);
            json.WriteString("extractedText", $"In the image: {string.Join(", ", use.Order(StringComparer.Ordinal).Select(name => $"/usr/share/doc/{name}/copyright"))}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRelationship(Utf8JsonWriter json, string from, string type, string to)
    {
        json.WriteStartObject();
        json.WriteString("spdxElementId", from);
        json.WriteString("relationshipType", type);
        json.WriteString("relatedSpdxElement", to);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string IdOf(int index) => $"SPDXRef-package-{index}";

    private static string Expression(IReadOnlyList<string>? licences) =>
        licences is null ? None : string.Join(" AND ", licences.Select(SpdxLicence.Of).Distinct().Order(StringComparer.Ordinal));

    // purl-spec; a version of Debian may hold `+`, `~` and `:`.
    private static string UrlOf(LockedPackage package) =>
        package.Kind == LockedPackage.Native
            ? $"pkg:generic/{Uri.EscapeDataString(package.Name)}@{Uri.EscapeDataString(package.Version)}"
            : $"pkg:deb/debian/{Uri.EscapeDataString(package.Name)}@{Uri.EscapeDataString(package.Version)}?arch={Uri.EscapeDataString(package.Architecture)}&distro={Uri.EscapeDataString(package.Suite)}";
}
