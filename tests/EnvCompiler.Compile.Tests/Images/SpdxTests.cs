using System.Text.Json.Nodes;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Compile.Tests.Images;

public sealed class SpdxTests
{
    [Theory]
    [InlineData("Expat", "MIT")]
    [InlineData("GPL-2+", "GPL-2.0-or-later")]
    [InlineData("LGPL-2.1", "LGPL-2.1-only")]
    [InlineData("GPL-2+ or Expat", "(GPL-2.0-or-later OR MIT)")]
    [InlineData("GPL-2.0-only OR Expat", "(GPL-2.0-only OR MIT)")]
    [InlineData("GPL-1+ or Expat and ISC", "(GPL-1.0-or-later OR (MIT AND ISC))")]
    [InlineData("GPL-1+ or Expat, and ISC", "((GPL-1.0-or-later OR MIT) AND ISC)")]
    [InlineData("GPL-3+, and BSD-3-clause or ISC", "(GPL-3.0-or-later AND (BSD-3-Clause OR ISC))")]
    [InlineData("GPL-2+, and Expat, or ISC", "((GPL-2.0-or-later AND MIT) OR ISC)")]
    [InlineData("GFDL-1.3+", "GFDL-1.3-or-later")]
    [InlineData("GPL-2.1+", "LicenseRef-debian-GPL-2.1")]
    [InlineData("Apache-2.0 with LLVM exception", "Apache-2.0 WITH LLVM-exception")]
    [InlineData("GPL-2+ with OpenSSL exception", "LicenseRef-debian-GPL-2-with-OpenSSL-exception")]
    [InlineData("(GPL-2 or MIT) and BSD", "LicenseRef-debian-GPL-2-or-MIT-and-BSD")]
    [InlineData("???", "LicenseRef-debian-unnamed")]
    [InlineData("a\"; rm -rf /", "LicenseRef-debian-a-rm-rf")]
    public void Short_names_of_Debian_become_expressions(string name, string expression) => Assert.Equal(expression, SpdxLicence.Of(name));

    [Fact]
    public void Hostile_names_are_inert()
    {
        const string hostile = "a\"; rm -rf /\n%h ${X} {{x}} ü";
        var package = new LockedPackage
        {
            Kind = "debian", Name = "caddy", Version = "2:1.0+dfsg~rc1-1", Architecture = "amd64", Catalog = "debian", Suite = hostile, Path = "pool/caddy.deb", Size = 1, Sha256 = new string('a', 64),
        };
        var document = JsonNode.Parse(new SpdxCompiler("1").Compile(hostile, 3, new string('b', 64), "x86_64-linux/cpu", [new SpdxPackage(package, [hostile])]))!;

        Assert.Equal(hostile, (string?)document["packages"]![0]!["name"]);
        var written = document["packages"]![1]!;
        Assert.StartsWith("pkg:deb/debian/caddy@2%3A1.0%2Bdfsg~rc1-1?arch=amd64&distro=a%22%3B%20rm", (string?)written["externalRefs"]![0]!["referenceLocator"], StringComparison.Ordinal);
        var reference = document["hasExtractedLicensingInfos"]![0]!;
        Assert.Equal((string?)written["licenseDeclared"], (string?)reference["licenseId"]);
        Assert.Equal("In the image: /usr/share/doc/caddy/copyright", (string?)reference["extractedText"]);
    }
}
