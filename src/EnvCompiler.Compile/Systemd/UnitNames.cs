using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EnvCompiler.Compile.Systemd;

/// <summary>Names of an environment's units: <c>envc-ENVIRONMENT.target</c> and <c>envc-ENVIRONMENT-SERVICE.service</c>, with both names escaped as systemd-escape(1) does.</summary>
/// <param name="environment">The environment's name.</param>
public sealed class UnitNames(string environment)
{
    /// <summary>The longest name of a unit (<c>UNIT_NAME_MAX</c>).</summary>
    public const int MaxLength = 255;

    // A user's name ends at 31 characters (useradd(8)).
    private const int MaxUserName = 31;

    /// <summary>What all names begin with.</summary>
    public const string Prefix = "envc-";

    /// <summary>The target.</summary>
    public string Target => $"{Prefix}{Escape(environment)}.target";

    /// <summary>A service's unit.</summary>
    public string Service(string service) => $"{Prefix}{Escape(environment)}-{Escape(service)}.service";

    /// <summary>
    /// The user that its services run as, of <c>DynamicUser=</c>, and the name of its directories below <c>/var/cache</c> and <c>/run</c>; a hash where the environment's name cannot
    /// be part of it.
    /// </summary>
    public string User
    {
        get
        {
            var name = Prefix + environment;
            return name.Length <= MaxUserName && environment.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                ? name
                : Prefix + Hash(environment)[..16];
        }
    }

    /// <summary>
    /// A service's directory below <c>/run</c>, which goes with it, so that it is nobody else's. Sockets are in it, whose paths end at 107 bytes: a hash stands for the name.
    /// </summary>
    public string RuntimeDirectory(string service) => $"{User}/{Hash(service)[..8]}";

    /// <summary>A text as part of a unit's name. No escaped text has a <c>-</c> of its own, so two names never meet.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (c == '/')
                escaped.Append('-');
            else if (char.IsAsciiLetterOrDigit(c) || c is ':' or '_' || (c == '.' && escaped.Length > 0))
                escaped.Append(c);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return escaped.ToString();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
