using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Authentication;

namespace EnvCompiler.Ship;

/// <summary>Codes 10xx: registries, and what is pushed to and pulled from them.</summary>
public static class ShipDiagnostics
{
    private const string RefusedCode = "ENVC1003";

    internal static Diagnostic InvalidReference(string text, string reason) => new("ENVC1001", $"`{text}` is no reference: {reason}")
    {
        Hint = "`registry.example.com/team/name`, with `:TAG` or `@sha256:…` where one is meant; `oci:DIR` for a layout directory",
    };

    internal static Diagnostic Unreachable(string registry, string reason) => new("ENVC1002", $"cannot reach `{registry}`: {reason}")
    {
        Fault = Fault.Outside,
        Hint = "check the network and the registry; what arrived is kept, so the same command goes on where this one stopped",
    };

    internal static Diagnostic Refused(string registry, int status, string reason) =>
        new(RefusedCode, $"`{registry}` answers {status}: {reason}") { Fault = Fault.Outside };

    internal static bool IsRefusal(Diagnostic problem) => problem.Code == RefusedCode;

    internal static Diagnostic Unauthorized(RepositoryName repository, Credential? used) =>
        new("ENVC1004", used is null ? $"`{repository}` asks for credentials, and there are none for it" : $"`{repository}` does not accept the credentials of {used.Origin}")
        {
            Hint = $"`podman login {repository.Registry}`, or `docker login`, `skopeo login`, `oras login`; `REGISTRY_AUTH_FILE` names another file",
        };

    internal static Diagnostic Denied(RepositoryName repository, string reason) =>
        new("ENVC1005", $"`{repository}` may not be used in this way: {reason}") { Hint = "ask who runs the registry for the right to this repository, or log in as somebody else" };

    internal static Diagnostic UntrustedRealm(string registry, string realm, string reason) =>
        new("ENVC1006", $"`{registry}` wants its credentials sent to `{realm}`: {reason}")
        {
            Hint = "nothing was sent; where that host is right, name it in `realms` of the registry's table in envc's configuration",
        };

    internal static Diagnostic BadCredentialFile(string path, string reason) =>
        new("ENVC1007", $"the credentials in `{path}` cannot be used: {reason}") { Hint = "log in again, or repair the file" };

    internal static Diagnostic HelperFailed(string name, string reason) =>
        new("ENVC1008", $"the credential helper `{name}` fails: {reason}");

    internal static Diagnostic UnknownChallenge(string registry, IEnumerable<string> schemes) =>
        new("ENVC1009", $"`{registry}` asks for a way to log in that envc does not know: {string.Join(", ", schemes.Select(scheme => $"`{scheme}`").DefaultIfEmpty("none is named"))}");

    internal static Diagnostic BadRedirect(string registry, string target, string reason) =>
        new("ENVC1010", $"`{registry}` leads to `{target}`, which is not followed: {reason}") { Fault = Fault.Outside };

    internal static Diagnostic NotAsPromised(string what, string difference) => new("ENVC1011", $"{what} is not what was promised: {difference}")
    {
        Fault = Fault.Outside,
        Hint = "nothing of it was used; a proxy or the registry changed it",
    };

    internal static Diagnostic MissingBlob(RepositoryName repository, Digest digest) => new("ENVC1012", $"`{repository}` has no blob `{digest}`")
    {
        Fault = Fault.Outside,
        Hint = "its manifest is there: the registry has lost it, or somebody is just pushing it",
    };

    internal static Diagnostic InvalidManifest(string name, string reason) => new("ENVC1013", $"`{name}` is no manifest that can be used: {reason}") { Fault = Fault.Outside };

    internal static Diagnostic BadAnswer(string registry, string reason) => new("ENVC1014", $"`{registry}` does not answer as a registry does: {reason}") { Fault = Fault.Outside };

    internal static Diagnostic CannotReadBlob(Descriptor blob, string reason) =>
        new("ENVC1015", $"the content of `{blob.Digest}` cannot be sent: {reason}") { Hint = "`envc build` fetches damaged artifacts again" };

    internal static Diagnostic NoLayout(string directory) =>
        new("ENVC1016", $"`{directory}` is no OCI layout: it has files and no `oci-layout`") { Hint = "name an empty directory, or one that does not exist yet" };
}
