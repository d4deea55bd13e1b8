using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>A program <c>docker-credential-NAME</c> (docker-credential-helpers): <c>get</c> reads a registry on standard input and prints JSON.</summary>
/// <param name="name">The helper's name in the file.</param>
/// <param name="processes">Runs it.</param>
internal sealed class CredentialHelper(string name, IProcessRunner processes)
{
    // What helpers print where they know nothing; others only fail.
    private const string NotFound = "credentials not found";

    // A user name that says that the secret is a refresh token.
    private const string TokenUser = "<token>";

    internal async Task<Result<Credential?>> GetAsync(string registry, CancellationToken cancellation)
    {
        if (name.AsSpan().ContainsAny("/\0"))
            return ShipDiagnostics.HelperFailed(name, "its name has a `/`");
        var program = $"docker-credential-{name}";
        if (await processes.RunAsync(program, ["get"], registry, cancellation) is not { } answer)
            return ShipDiagnostics.HelperFailed(name, $"there is no `{program}` on PATH");
        if (answer.ExitCode != 0)
        {
            var said = (answer.Output + answer.Error).Trim();
            return said.Contains(NotFound, StringComparison.OrdinalIgnoreCase)
                ? Result<Credential?>.Success(null)
                : ShipDiagnostics.HelperFailed(name, $"`{program} get` ends with {answer.ExitCode}: {said}");
        }

        try
        {
            return JsonSerializer.Deserialize(answer.Output, OciJson.Default.HelperAnswer) is { Secret: { Length: > 0 } secret, UserName: var user }
                ? user == TokenUser ? new Credential("", "", secret, $"`{program}`") : new Credential(user ?? "", secret, IdentityToken: null, $"`{program}`")
                : Result<Credential?>.Success(null);
        }
        catch (JsonException e)
        {
            return ShipDiagnostics.HelperFailed(name, $"`{program} get` prints no JSON that it should: {JsonText.Reason(e)}");
        }
    }
}
