using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[install.ID]</c>.</summary>
internal static class PackageBinder
{
    internal static PackageRequest Bind(TableReader package)
    {
        package.NotYet("url", key => package.Formed(key, IsUrl, "an address such as `\"https://example.org/x.tar.gz\"`"));
        package.NotYet("sha256", key => package.Formed(key, IsSha256, "64 lower-case hexadecimal digits"));
        package.NotYet("bin", key => package.FormedItems(key, PathRule.StaysInside, "a path inside the archive"));
        package.NoEffect("outputs", key => CheckOutputs(package, key));
        package.Refused("flake", key => package.Text(key), ManifestDiagnostics.NixPackage);
        package.Refused("store-path", key => package.Text(key), ManifestDiagnostics.NixPackage);
        var request = new PackageRequest
        {
            PkgPath = ReadPkgPath(package),
            Version = package.String("version"),
            Systems = SystemNames.Read(package),
            When = package.Condition("when"),
        };
        return request with
        {
            PkgGroup = package.String("pkg-group") ?? request.PkgGroup,
            Priority = package.Integer("priority", 0, 1000) ?? request.Priority,
        };
    }

    private static string ReadPkgPath(TableReader package) =>
        package.IsArray("pkg-path") ? string.Join('.', package.Strings("pkg-path") ?? [])
        : IsNix(package) ? package.String("pkg-path") ?? ""
        : package.RequiredString("pkg-path");

    private static bool IsNix(TableReader package) => package.Has("flake") || package.Has("store-path");

    private static void CheckOutputs(TableReader package, string key)
    {
        if (package.Any(key) is TomlString)
            package.OneOf(key, ["all"]);
        else
            package.Strings(key);
    }

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" or "file";

    private static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
