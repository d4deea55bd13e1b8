using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Network;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Authentication;
using EnvCompiler.Ship.Signing;

namespace EnvCompiler.Ship;

/// <summary>Codes 10xx: registries, and what is pushed to and pulled from them.</summary>
public static class ShipDiagnostics
{
    private const string UnreachableCode = "ENVC1002";
    private const string RefusedCode = "ENVC1003";
    private const string NotAsPromisedCode = "ENVC1011";
    private const string MissingBlobCode = "ENVC1012";

    /// <summary>What a failed download of a blob means to whoever has other places to look.</summary>
    internal static FetchOutcome OutcomeOf(Diagnostic problem) => problem.Code switch
    {
        NotAsPromisedCode => FetchOutcome.Corrupt,
        MissingBlobCode => FetchOutcome.Missing,
        _ => FetchOutcome.Unreachable,
    };

    internal static Diagnostic InvalidReference(string text, string reason) => new("ENVC1001", $"`{text}` is no reference: {reason}")
    {
        Hint = "`registry.example.com/team/name`, with `:TAG` or `@sha256:…` where one is meant; `oci:DIR` for a layout directory",
    };

    internal static Diagnostic Unreachable(string registry, string reason) => new(UnreachableCode, $"cannot reach `{registry}`: {reason}")
    {
        Fault = Fault.Outside,
        Hint = "check the network and the registry; what arrived is kept, so the same command goes on where this one stopped",
    };

    internal static Diagnostic Refused(string registry, int status, string reason) =>
        new(RefusedCode, $"`{registry}` answers {status}: {reason}")
        {
            Fault = Fault.Outside,
            Hint = "whoever runs the registry, or a proxy before it, finds in its log why; what arrived is kept, so the same command goes on where this one stopped",
        };

    /// <summary>A registry could not be reached.</summary>
    public static bool IsUnreachable(Diagnostic problem) => problem.Code == UnreachableCode;

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

    internal static Diagnostic NotAsPromised(string what, string difference) => new(NotAsPromisedCode, $"{what} is not what was promised: {difference}")
    {
        Fault = Fault.Outside,
        Hint = "nothing of it was used; a proxy or the registry changed it",
    };

    internal static Diagnostic MissingBlob(RepositoryName repository, Digest digest) => new(MissingBlobCode, $"`{repository}` has no blob `{digest}`")
    {
        Fault = Fault.Outside,
        Hint = "its manifest is there: the registry has lost it, or somebody is just pushing it",
    };

    internal static Diagnostic InvalidManifest(string name, string reason) => new("ENVC1013", $"`{name}` is no manifest that can be used: {reason}") { Fault = Fault.Outside };

    internal static Diagnostic BadAnswer(string registry, string reason) => new("ENVC1014", $"`{registry}` does not answer as a registry does: {reason}") { Fault = Fault.Outside };

    internal static Diagnostic CannotReadBlob(Descriptor blob, string reason) =>
        new("ENVC1015", $"the content of `{blob.Digest}` cannot be sent: {reason}") { Hint = "`envc store verify --repair` makes whole what is damaged in the store" };

    internal static Diagnostic NoLayout(string directory) =>
        new("ENVC1016", $"`{directory}` is no OCI layout: it has files and no `oci-layout`") { Hint = "name an empty directory, or one that does not exist yet" };

    internal static Diagnostic NoGeneration(string name) =>
        new("ENVC1030", $"there is no `{name}`") { Hint = "`skopeo list-tags` or `oras repo tags` lists what there is" };

    internal static Diagnostic NotAGeneration(string name, string reason) => new("ENVC1031", $"`{name}` is no generation that can be used: {reason}") { Fault = Fault.Outside };

    internal static Diagnostic Diverged(RepositoryName repository, int common, string here, string? there) =>
        new("ENVC1032", common == 0 ? $"`{repository}` holds another environment" : $"this environment and `{repository}` have both gone on from generation {common}")
        {
            Details = there is null ? [here] : [here, there],
            Hint = $"`envc pull {repository} -d DIR` puts theirs into another directory; `envc pull --force` takes theirs and keeps yours aside, `envc push --force` puts yours in the place of theirs",
        };

    internal static Diagnostic Behind(RepositoryName repository, IReadOnlyList<int> newer) =>
        new("ENVC1033", $"`{repository}` is ahead: it has generation {newer[^1]}") { Hint = "`envc pull` brings it here" };

    internal static Diagnostic CannotDrop(RepositoryName repository, IReadOnlyList<int> numbers) =>
        new("ENVC1034", $"`{repository}` does not let generations be deleted, and keeps of what was there: {string.Join(", ", numbers)}")
        {
            Severity = Severity.Warning,
            Hint = "delete these tags by the registry's own means: whoever pulls gets them as newer generations",
        };

    internal static Diagnostic BrokenChain(RepositoryName repository, int number) =>
        new("ENVC1035", $"the generations of `{repository}` do not lead to generation {number} as it says")
        {
            Fault = Fault.Outside,
            Hint = "somebody is just pushing, or generations there were exchanged one by one; nothing was changed here",
        };

    /// <summary>A push names a repository, and gives the tags itself.</summary>
    public static Diagnostic PushWithTag(Reference reference) =>
        new("ENVC1036", $"`{reference}` has a tag or a digest; a push gives its own tags") { Hint = $"leave it out: `{reference.Repository}`" };

    /// <summary>Without a reference, and nothing is remembered.</summary>
    public static Diagnostic NoUpstream(string directory, string command) =>
        new("ENVC1037", $"the environment in `{directory}` was neither pushed nor pulled yet") { Hint = $"`envc {command} registry.example.com/team/name` says where" };

    /// <summary>Packages that are nowhere but in a directory of this machine.</summary>
    public static Diagnostic LocalPackages(IReadOnlyList<string> packages) =>
        new("ENVC1038", $"packages of it lie in a directory of this machine: {string.Join(", ", packages.Select(name => $"`{name}`"))}")
        {
            Hint = "`--with-packages` pushes them too",
        };

    /// <summary>Models that are nowhere but in the environment's directory.</summary>
    public static Diagnostic LocalModels(IReadOnlyList<string> models) =>
        new("ENVC1039", $"models of it are not pushed, and must be put in their places by whoever pulls: {string.Join(", ", models.Select(name => $"`{name}`"))}")
        {
            Severity = Severity.Warning,
            Hint = "`--with-packages` pushes them too",
        };

    /// <summary>A generation whose commands nobody knows any more.</summary>
    public static Diagnostic RootsGone(int number) =>
        new("ENVC1040", $"generation {number} cannot be pushed: the store has not its roots any more") { Hint = $"`envc activate -g {number} -- true` composes them again" };

    /// <summary>Another environment is in the place.</summary>
    public static Diagnostic NotPulledHere(string directory) =>
        new("ENVC1041", $"`{directory}` has an environment that was never built, so nothing says how it stands to the one that is pulled")
        {
            Hint = "choose another directory with `-d`",
        };

    /// <summary>What was compiled here is not what was pushed, by the same envc.</summary>
    public static Diagnostic NotTheSame(RepositoryName repository, int number) =>
        new("ENVC1042", $"generation {number} of `{repository}` is not what its manifest and lock compile to")
        {
            Fault = Fault.Outside,
            Hint = "it was tampered with, or pushed by an envc of the same version that is not the same; nothing was changed here",
        };

    /// <summary>Another envc compiled it.</summary>
    public static Diagnostic OtherVersion(IReadOnlyList<int> numbers, string theirs, string ours) =>
        new("ENVC1043", $"envc {theirs} compiled {(numbers.Count == 1 ? "generation" : "generations")} {string.Join(", ", numbers)}; they are compiled anew by envc {ours}, from the same manifest and lock")
        {
            Severity = Severity.Warning,
        };

    /// <summary>A file that a model of the lock would take the place of.</summary>
    public static Diagnostic OtherModelFile(string path) =>
        new("ENVC1044", $"`{path}` is there with other content than the lock names; it stays as it is")
        {
            Severity = Severity.Warning,
            Hint = "move it away and pull again",
        };

    /// <summary>A directory that is included.</summary>
    public static Diagnostic LocalInclude(SourcePlace place, string directory) =>
        new("ENVC1049", $"the included directory `{directory}` cannot be pushed: nobody else could take over what it becomes")
        {
            Place = place,
            Hint = "push that environment too, and include it by `remote`",
        };

    internal static Diagnostic BadKey(string path, string reason) => new("ENVC1050", $"`{path}` cannot be used as a key: {reason}")
    {
        Hint = "`openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -out team.key` makes one, `openssl pkey -in team.key -pubout -out team.pub` its public half",
    };

    internal static Diagnostic NotSigned(RepositoryName repository, IReadOnlyList<int> numbers, SignatureState state, KeyRing ring)
    {
        var what = $"{Ranges.OfGenerations(numbers)} of `{repository}`";
        var are = numbers.Count == 1 ? "is" : "are";
        return state switch
        {
            SignatureState.OfOtherKey => new("ENVC1052", $"{what} {are} signed, but by none of the keys that `{ring.Origin}` asks for")
            {
                Hint = "whoever pushes signs them with `envc push --sign KEY`; where the key was changed, `keys` names the old one and the new one",
            },
            SignatureState.OfOtherManifest => new("ENVC1053", $"the signature of {what} is of something else and was put there")
            {
                Fault = Fault.Outside,
                Hint = "somebody exchanged what was signed; nothing was changed here",
            },
            SignatureState.OfOtherRepository => new("ENVC1054", $"{what} {are} not signed for this place: the signature is not about `{ring.SignedAs}`")
            {
                Hint = "where this is a copy, `signed-as` in its table of the configuration names the place that it was copied from",
            },
            _ => new("ENVC1051", $"{what} {are} not signed, and `{ring.Origin}` asks for it")
            {
                Hint = $"`envc push {repository} --sign KEY`, where the environment was built, signs what is there already",
            },
        };
    }

    internal static Diagnostic NotOurs(RepositoryName repository, IReadOnlyList<int> numbers) =>
        new("ENVC1055", $"{Ranges.OfGenerations(numbers)} of `{repository}` cannot be signed: what is there is not what is here")
        {
            Hint = "somebody exchanged it there; nothing was pushed or signed. Delete its tag by the registry's own means, and push again",
        };

    internal static Diagnostic NotHere(RepositoryName repository, IReadOnlyList<int> numbers) =>
        new("ENVC1056", $"{Ranges.OfGenerations(numbers)} of `{repository}` stay as they are, without this signature: nothing is here to hold them against")
        {
            Severity = Severity.Warning,
            Hint = "their files were removed, or their roots; `envc activate -g N -- true` composes roots again",
        };

    /// <summary>A push that no pull under the same configuration would take.</summary>
    public static Diagnostic PushedUnsigned(RepositoryName repository, string origin, bool isSigned) =>
        new("ENVC1057", isSigned ? $"`{origin}` asks for another key's signature in `{repository}`" : $"`{origin}` asks for a signature in `{repository}`, and this push has none")
        {
            Severity = Severity.Warning,
            Hint = "a pull under that configuration refuses these generations; `envc push --sign KEY` signs what is there already",
        };

    /// <summary>A generation is where an image's index would go.</summary>
    internal static Diagnostic GenerationUnderTag(RepositoryName repository, string tag) =>
        new("ENVC1060", $"`{repository}:{tag}` is no index of images, and pushing images would take its place")
        {
            Hint = "generations and images are numbered alike: push images to a repository of their own, such as the same name with `-image`",
        };

    /// <summary>A target has no image in a repository.</summary>
    internal static Diagnostic NoImage(RepositoryName repository, string tag, Target target) =>
        new("ENVC1061", $"`{repository}:{tag}` has no image of `{target}`")
        {
            Hint = $"`envc containerize --target {target.Accelerator} --push {repository}` brings it there",
        };

    /// <summary>Images under a generation's number are another one's.</summary>
    internal static Diagnostic OtherGeneration(RepositoryName repository, string tag) =>
        new("ENVC1062", $"the images under `{repository}:{tag}` are of another generation than the one here")
        {
            Hint = $"`envc containerize --push {repository}` brings this one's there, or choose a generation with `-g`",
        };

    /// <summary>An image that a person named is for another target.</summary>
    internal static Diagnostic OtherTarget(RepositoryName repository, string tag, string other, Target target) =>
        new("ENVC1063", $"`{repository}:{tag}` is the image of `{other}`, not of `{target}`")
        {
            Hint = $"`--image {repository}` finds the image of each target",
        };

    /// <summary>An image that a person named has no labels of envc.</summary>
    internal static Diagnostic NoImageOfEnvc(RepositoryName repository, string tag) =>
        new("ENVC1064", $"`{repository}:{tag}` does not say of which generation and target it is, as images of `envc containerize` do")
        {
            Hint = $"`envc containerize --push {repository}` brings this generation's there; an image that was built upon one of envc's has its labels",
        };
}
