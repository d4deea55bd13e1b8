using System.Text.Json.Nodes;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>SPDX documents of images, before the validator of those who write SPDX.</summary>
[Collection(FormsStore.Name)]
public sealed class BillOfMaterialsTests(SharedStore store, SpdxValidator validator) : IClassFixture<SpdxValidator>, IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Envc envc = store.Envc();

    [Fact]
    public void It_is_valid_and_names_every_package_with_version_hash_and_licence()
    {
        using var quickstart = new Quickstart();
        var document = DocumentOf(quickstart);

        Assert.Equal("", validator.ProblemsOf(document));
        var packages = JsonNode.Parse(document)!["packages"]!.AsArray().Skip(1).ToArray();
        Assert.Contains(packages, package => (string?)package!["name"] == "llama.cpp-tools");
        foreach (var package in packages)
        {
            Assert.Equal(64, ((string)package!["checksums"]![0]!["checksumValue"]!).Length);
            Assert.StartsWith("pkg:deb/debian/", (string?)package["externalRefs"]![0]!["referenceLocator"], StringComparison.Ordinal);
            Assert.NotEmpty((string)package["versionInfo"]!);
            Assert.NotEmpty((string)package["licenseDeclared"]!);
        }

        Assert.True(packages.Count(package => (string?)package!["licenseDeclared"] != "NOASSERTION") > packages.Length / 2);

        // The validator does look.
        var broken = JsonNode.Parse(document)!;
        broken["packages"]![1]!["licenseDeclared"] = "GPL-2.1-or-later";
        broken["packages"]![2]!["checksums"]![0]!["checksumValue"] = "abc";
        broken["relationships"]![3]!["relatedSpdxElement"] = "SPDXRef-nothing";
        var problems = validator.ProblemsOf(broken.ToJsonString());
        Assert.All(["Unrecognized license reference: GPL-2.1-or-later", "but is: abc", "SPDXRef-nothing"], problem => Assert.Contains(problem, problems, StringComparison.Ordinal));
    }

    /// <summary>What no list has, and what would be an expression's own words.</summary>
    [Requires("dpkg-deb")]
    public void It_is_valid_whatever_a_package_says_of_its_licences()
    {
        using var quickstart = new Quickstart();
        var tree = directory.File("odd");
        Directory.CreateDirectory(Path.Combine(tree, "DEBIAN"));
        Directory.CreateDirectory(Path.Combine(tree, "usr/share/doc/odd"));
        File.WriteAllText(Path.Combine(tree, "DEBIAN/control"), "Package: odd\nVersion: 2:1.0+dfsg~rc1-1\nArchitecture: amd64\nMaintainer: test\nDescription: odd\n");
        string[] licences = ["GPL-2.1+ or a\"; rm -rf / ${X} {{x}} %h ü, and Expat", "???", "NOASSERTION or NONE and DocumentRef-x:LicenseRef-y", "or and or or WITH", "MIT/X11 (BSD like) LGPL-2+"];
        File.WriteAllText(
            Path.Combine(tree, "usr/share/doc/odd/copyright"),
            "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n" + string.Concat(licences.Select((licence, i) => $"\nFiles: {i}\nCopyright: nobody\nLicense: {licence}\n")));
        Command.Run("dpkg-deb", "--root-owner-group", "-Zgzip", "--build", tree, tree + ".deb");
        quickstart.Manifest += $"\n[catalogs.odd]\ntype = \"native\"\nlocation = \"{directory.File("catalog")}\"\n";
        envc.Run("publish", "odd", "--file", tree + ".deb", "-d", quickstart.Project).Expect(0);
        quickstart.Manifest = quickstart.Manifest.Replace("[install]\n", "[install]\nodd.pkg-path = \"odd\"\n", StringComparison.Ordinal);

        var document = DocumentOf(quickstart);

        Assert.Equal("", validator.ProblemsOf(document));
        var odd = JsonNode.Parse(document)!["packages"]!.AsArray().Single(package => (string?)package!["name"] == "odd")!;
        Assert.Equal("2:1.0+dfsg~rc1-1", (string?)odd["versionInfo"]);
        Assert.Equal("pkg:generic/odd@2%3A1.0%2Bdfsg~rc1-1", (string?)odd["externalRefs"]![0]!["referenceLocator"]);
        Assert.Contains("((LicenseRef-debian-GPL-2.1 OR LicenseRef-debian-a-rm-rf-X-x-h) AND MIT)", (string?)odd["licenseDeclared"], StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    // The document is a referrer of the image, so the layout's index names it.
    private string DocumentOf(Quickstart quickstart)
    {
        var layout = quickstart.Project + "/image";
        envc.Run("containerize", "-o", layout, "-d", quickstart.Project).Expect(0);
        var artifact = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!["manifests"]!.AsArray()
            .Select(entry => JsonNode.Parse(Blob((string)entry!["digest"]!))!).First(manifest => (string?)manifest["artifactType"] == "application/spdx+json");
        return Blob((string)artifact["layers"]![0]!["digest"]!);

        string Blob(string digest) => File.ReadAllText(Path.Combine(layout, "blobs", digest.Replace(':', '/')));
    }
}
