using Dapper;
using EdgeWarning.Protocol;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>Writes wishes in a transaction of somebody else's, at one moment.</summary>
internal sealed class WishRows(SqliteConnection db, SqliteTransaction transaction, DateTimeOffset at)
{
    /// <summary>A board should have something, in place of what it should have had of the same subject.</summary>
    public void Put(string board, string subject, OrderKind kind, long version, string settings, string path, WishState state, long rollout = 0) => db.Execute(
        """
        INSERT INTO board_wishes(board, subject, kind, version, settings, path, state, sequence, reason, detail, set_ms, ended_ms, rollout)
        VALUES(@board, @subject, @kind, @version, @settings, @path, @state, 0, 0, '', @now, 0, @rollout)
        ON CONFLICT(board, subject) DO UPDATE SET kind = excluded.kind, version = excluded.version, settings = excluded.settings, path = excluded.path,
            state = excluded.state, sequence = 0, reason = 0, detail = '', set_ms = excluded.set_ms, ended_ms = 0, rollout = excluded.rollout
        """,
        new { board, subject, kind = (long)kind, version, settings, path, state = (long)state, now = at.ToUnixTimeMilliseconds(), rollout },
        transaction);

    /// <summary>The county's settings of a board as a whole, with the next version, which it returns.</summary>
    public long PutSettings(string board, string settings, long rollout = 0)
    {
        var version = 1 + (db.ExecuteScalar<long?>(
            "SELECT version FROM board_wishes WHERE board = @board AND subject = @subject", new { board, subject = Wish.SettingsSubject }, transaction) ?? 0);
        Put(board, Wish.SettingsSubject, OrderKind.Configure, version, settings, "", WishState.Wanted, rollout);
        return version;
    }

    /// <summary>To be ordered now. Settings that were to come are laid over what the board should have by now; what no board would take ends here.</summary>
    public void Release(Wish wish)
    {
        if (wish.Subject != Wish.ComingSettingsSubject)
        {
            Set(wish, WishState.Wanted, "");
            return;
        }

        var now = db.QuerySingleOrDefault<string>(
            "SELECT settings FROM board_wishes WHERE board = @Board AND subject = @subject", new { wish.Board, subject = Wish.SettingsSubject }, transaction);
        var settings = SettingsChange.Parse(wish.Settings).ApplyTo(CountySettings.Parse(now ?? ""));
        if (settings.Faults.Count > 0)
        {
            Set(wish, WishState.Failed, string.Join("; ", settings.Faults));
            return;
        }

        PutSettings(wish.Board, settings.ToString(), wish.Rollout);
        db.Execute("DELETE FROM board_wishes WHERE board = @Board AND subject = @Subject", new { wish.Board, wish.Subject }, transaction);
    }

    /// <summary>Nobody waits for it any more.</summary>
    public void GiveUp(Wish wish) => Set(wish, WishState.GivenUp, "");

    private void Set(Wish wish, WishState state, string detail) => db.Execute(
        """
        UPDATE board_wishes SET state = @state, sequence = 0, reason = 0, detail = @detail, ended_ms = @ended
        WHERE board = @Board AND subject = @Subject AND version = @Version AND rollout = @Rollout
        """,
        new { state = (long)state, detail, ended = state == WishState.Wanted ? 0 : at.ToUnixTimeMilliseconds(), wish.Board, wish.Subject, wish.Version, wish.Rollout },
        transaction);
}
