import type { Catalogue, Department, Service } from '../../../contracts/domain/catalogue.ts';
import { useLocalized } from '../../ui/i18n.ts';
import { useDeskState } from '../state/desk-context.ts';

const EMPTY: Catalogue = { regions: [], departments: [], services: [], bundles: [] };

/** The catalogue with lookups by id; a name that is not in it is shown as its id, never as nothing. */
export function useCatalogue() {
  const catalogue = useDeskState().home?.catalogue ?? EMPTY;
  const localized = useLocalized();
  const department = (id: string | undefined): Department | undefined =>
    catalogue.departments.find((one) => one.id === id);
  const service = (id: string | undefined): Service | undefined => catalogue.services.find((one) => one.id === id);
  return {
    catalogue,
    department,
    service,
    departmentName: (id: string) => nameOr(department(id), id, localized),
    departmentShort: (id: string) => {
      const found = department(id);
      return found ? localized(found.shortName) : id;
    },
    regionName: (id: string) =>
      nameOr(
        catalogue.regions.find((one) => one.id === id),
        id,
        localized,
      ),
    serviceName: (id: string) => nameOr(service(id), id, localized),
    bundleName: (id: string) =>
      nameOr(
        catalogue.bundles.find((one) => one.id === id),
        id,
        localized,
      ),
  };
}

function nameOr(
  found: Pick<Department, 'name'> | undefined,
  id: string,
  localized: ReturnType<typeof useLocalized>,
): string {
  return found ? localized(found.name) : id;
}
