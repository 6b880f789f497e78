import { route } from './state/route';
import { AddBoard } from './pages/AddBoard';
import { Audit } from './pages/Audit';
import { BoardPage } from './pages/BoardPage';
import { Boards } from './pages/Boards';
import { ChangeBoards } from './pages/ChangeBoards';
import { Compose } from './pages/Compose';
import { MapPage } from './pages/MapPage';
import { People } from './pages/People';
import { ProgrammePage } from './pages/ProgrammePage';
import { Programmes } from './pages/Programmes';
import { Settings } from './pages/Settings';
import { SignIn } from './pages/SignIn';
import { ReportPage } from './pages/ReportPage';
import { StopAll } from './pages/StopAll';
import { WarningPage } from './pages/WarningPage';
import { Warnings } from './pages/Warnings';
import { session } from './state/session';
import { Page } from './ui/Parts';
import { home, Shell, type PageName } from './ui/Shell';
import { words } from './words';

export function App() {
  const who = session.value;
  return <Shell>{who?.signedIn && !who.mustChangePassword ? pageOf(route.value) : <SignIn />}</Shell>;
}

function pageOf([page = home(), ...rest]: string[]) {
  const [id] = rest;
  switch (page) {
    case 'map': return <MapPage />;
    case 'warnings': return id ? <WarningPage key={id} id={id} /> : <Warnings />;
    case 'boards': return id ? <BoardPage key={id} id={id} /> : <Boards />;
    case 'add-board': return <AddBoard />;
    case 'change-boards': return <ChangeBoards />;
    case 'report': return id ? <ReportPage key={id} id={id} /> : <Warnings />;
    case 'stop-all': return <StopAll />;
    case 'compose': return <Compose key={location.hash} from={rest} />;
    case 'programmes': return id ? <ProgrammePage key={id} id={id} /> : <Programmes />;
    case 'people': return <People />;
    case 'audit': return <Audit />;
    case 'settings': return <Settings />;
    default: return <Page title={words.value.pages[page as PageName] ?? page}><p class="calm">{words.value.comingPage}</p></Page>;
  }
}
